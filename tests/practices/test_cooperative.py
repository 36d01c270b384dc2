"""The record of a cooperative."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from practices.models import Cooperative, CooperativeType, Lifecycle
from tests.factories import CooperativeFactory, TerritoryFactory, tax_code

pytestmark = pytest.mark.django_db


def errors_of(cooperative):
    with pytest.raises(ValidationError) as caught:
        cooperative.full_clean()
    return caught.value.message_dict


def test_several_sectors_are_stored_and_each_can_be_asked_for():
    both = CooperativeFactory(sectors=["a", "p"])
    other = CooperativeFactory(sectors=["q"])
    both.refresh_from_db()
    assert both.sectors == ["a", "p"]
    assert list(Cooperative.objects.filter(sectors__has="p")) == [both]
    assert list(Cooperative.objects.filter(sectors__has="q")) == [other]
    assert not Cooperative.objects.filter(sectors__has="|").exists()


def test_a_sector_that_is_not_in_the_decree_is_refused_by_name():
    assert "z" in errors_of(CooperativeFactory(sectors=["a", "z"]))["sectors"][0]


def test_a_number_is_accepted_as_people_paste_it():
    right = tax_code(77)
    spaced = f" IT {right[:5]}.{right[5:]} "
    cooperative = CooperativeFactory.build(
        territory=TerritoryFactory(), tax_code=spaced, vat_number=spaced
    )
    cooperative.full_clean()
    assert (cooperative.tax_code, cooperative.vat_number) == (right, right)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("00743110158", "last digit"),
        ("0074311015", "10 digits"),
        ("0074311015X", "Only digits"),
        ("00000001238", "No office"),
        ("RSSMRA80A01H501U", "of a person"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_with_it(typed, reason):
    record = CooperativeFactory.build(territory=TerritoryFactory(), tax_code=typed)
    with translation.override("en"):
        assert reason in " ".join(errors_of(record)["tax_code"])


def test_two_records_never_have_the_same_number_but_many_have_none():
    CooperativeFactory(tax_code="", is_listed=False)
    CooperativeFactory(tax_code="", is_listed=False)
    first = CooperativeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CooperativeFactory(tax_code=first.tax_code)


def test_little_may_be_known_of_a_record_that_is_not_in_the_directory():
    cooperative = CooperativeFactory(
        tax_code="", sectors=[], kind=CooperativeType.SOCIAL_B, is_listed=False
    )
    cooperative.full_clean()
    cooperative.is_listed = True
    assert set(errors_of(cooperative)) == {"tax_code", "sectors", "disadvantage_groups"}


def test_a_size_has_its_year():
    assert "workers_year" in errors_of(CooperativeFactory(workers_band="10-49"))
    assert "workers_band" in errors_of(CooperativeFactory(workers_year=2025))


def test_pages_elsewhere_are_addresses():
    message = errors_of(CooperativeFactory(social="https://example.org/x\n@noi"))["social"][0]
    assert "@noi" in message


def test_cooperatives_of_the_same_name_have_addresses_of_their_own():
    first, second = CooperativeFactory(name="Il Sorriso"), CooperativeFactory(name="Il Sorriso")
    assert first.slug == "il-sorriso"
    assert second.slug.startswith("il-sorriso-")


def test_what_was_merged_twice_is_followed_to_the_end():
    last = CooperativeFactory()
    middle = CooperativeFactory(lifecycle=Lifecycle.MERGED, merged_into=last)
    first = CooperativeFactory(lifecycle=Lifecycle.MERGED, merged_into=middle)
    assert first.current == last
    assert last.current == last


def test_a_region_holds_the_cooperatives_of_its_provinces():
    here = CooperativeFactory()
    assert here in Cooperative.objects.in_territory("08")
    assert here in Cooperative.objects.in_territory("IT")
    assert here not in Cooperative.objects.in_territory("09")


def test_street_and_point_of_a_shelter_are_not_public():
    cooperative = CooperativeFactory(
        address="Via Segreta 1", postal_code="44121", latitude="44.83", longitude="11.62"
    )
    assert cooperative.public_place()["address"] == "Via Segreta 1"
    cooperative.is_municipality_only = True
    place = cooperative.public_place()
    assert (place["address"], place["postal_code"], place["point"]) == ("", "", None)
    assert place["municipality"] == "Ferrara"
