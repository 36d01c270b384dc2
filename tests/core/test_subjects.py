"""What staff may choose for new content, and what old content keeps."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.merging import merge
from core.models import Territory
from core.naming import territory_by_word
from core.territories import load_territories
from practices.models import PracticePage
from tests.factories import AdminFactory, HubSite, TopicFactory, locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def offered(client: Client, page: PracticePage, field: str) -> list[str]:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return [str(one) for one in answer.context["form"].fields[field].queryset]


def test_new_content_is_offered_topics_in_use_in_the_main_language(
    staff: Client, hub_site: HubSite
) -> None:
    used, archived = TopicFactory(name="Abitare"), TopicFactory(name="Vecchio", status="archived")
    TopicFactory(name="Casa")
    used.copy_for_translation(locale("en")).save()
    page = hub_site.practice(topics=[used])
    kept = hub_site.practice(topics=[archived])

    assert offered(staff, page, "topics") == ["Abitare", "Casa"]
    assert offered(staff, kept, "topics") == ["Abitare", "Casa", "Vecchio"]


def test_a_province_of_former_times_stays_where_it_is_and_is_offered_nowhere_else(
    staff: Client, hub_site: HubSite
) -> None:
    load_territories()
    former, living = Territory.objects.get(code="111"), Territory.objects.get(code="118")
    old = hub_site.practice(territories=[former])
    new = hub_site.practice(territories=[living])

    assert str(former) in offered(staff, old, "territories")
    assert str(former) not in offered(staff, new, "territories")
    assert len(offered(staff, new, "territories")) == 1 + 20 + 110


def test_a_form_that_was_open_while_topics_were_merged_is_accepted(
    staff: Client, hub_site: HubSite
) -> None:
    old, new = TopicFactory(), TopicFactory()
    page = hub_site.practice(topics=[old])
    answer = staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    field = answer.context["form"].fields["topics"]
    merge(source_id=old.pk, target_id=new.pk)

    assert list(field.clean([str(old.pk), str(new.pk)])) == [new]


class TestNamesOfTerritories:
    @pytest.fixture(autouse=True)
    def _loaded(self, db: None) -> None:
        load_territories()

    @pytest.mark.parametrize(
        ("word", "code"),
        [
            ("038", "038"),
            ("038-ferrara", "038"),
            ("fe", "038"),
            ("FE", "038"),
            ("ferrara", "038"),
            ("237", "037"),
            ("emilia-romagna", "08"),
            ("Emilia-Romagna", "08"),
            ("tuscany", "09"),
            ("it-italia", "IT"),
            ("sassari", "112"),
            ("ss", "112"),
            ("090-sassari", "090"),
            ("valle-daostavallee-daoste", "02"),
        ],
    )
    def test_codes_plates_and_names_lead_to_a_territory(self, word: str, code: str) -> None:
        found = territory_by_word(word)
        assert found is not None
        assert found.code == code

    @pytest.mark.parametrize("word", ["", "999", "atlantide", "x" * 200, "-", "038ferrara"])
    def test_others_lead_nowhere(self, word: str) -> None:
        assert territory_by_word(word) is None

    def test_a_unit_that_ended_knows_who_took_its_place(self) -> None:
        south = Territory.objects.get(code="111")

        assert [one.code for one in south.replaced_by.order_by("code")] == [
            *("114", "116", "117", "118", "119")
        ]
        assert not south.exists_on(date(2026, 1, 1))

    def test_what_lies_within_a_region(self) -> None:
        codes = set(Territory.objects.within(["20"]).values_list("code", flat=True))

        assert {"20", "111", "118"} <= codes
        assert len(codes) == 1 + 5 + 8
        assert Territory.objects.within(["IT"]).count() == 136
