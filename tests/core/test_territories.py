"""Territories follow the file, and know when they exist."""

from datetime import date

from core.models import Territory
from core.territories import load_territories


def test_loading_twice_changes_nothing(db: None) -> None:
    assert load_territories() == 136
    assert load_territories() == 0


def test_there_are_twenty_regions_and_a_province_knows_its_region(db: None) -> None:
    load_territories()

    assert Territory.objects.filter(level="region").count() == 20
    ferrara = Territory.objects.get(code="038")
    assert [one.name for one in ferrara.with_larger()] == ["Ferrara", "Emilia-Romagna", "Italia"]


def test_sardinia_changed_its_provinces_on_the_first_of_january_2026(db: None) -> None:
    load_territories()
    sardinia = Territory.objects.filter(parent__code="20")

    before = sardinia.valid_on(date(2025, 12, 31))
    after = sardinia.valid_on(date(2026, 1, 1))

    assert before.count() == 5
    assert after.count() == 8
    assert not before & after
    # The number of Italy's units above the municipalities since that day.
    assert Territory.objects.filter(level="province").valid_on(date(2026, 1, 1)).count() == 110


def test_a_unit_that_has_ended_says_so_to_whoever_chooses_it(db: None) -> None:
    load_territories()

    assert "2025" in str(Territory.objects.get(code="111"))


def test_an_english_name_is_used_where_there_is_a_customary_one(db: None) -> None:
    load_territories()

    assert Territory.objects.get(code="09").label("en") == "Tuscany"
    assert Territory.objects.get(code="09").label("it") == "Toscana"
    assert Territory.objects.get(code="038").label("en") == "Ferrara"


def test_staff_corrections_are_overwritten_by_the_file_only_where_it_speaks(db: None) -> None:
    load_territories()
    Territory.objects.create(code="X1", level="province", name="Area di progetto")

    assert load_territories() == 0
    assert Territory.objects.filter(code="X1").exists()
