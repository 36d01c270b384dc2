"""The organisation by which pages name a cooperative, in step with its record."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db.models import ProtectedError

from core.models import Organisation
from core.models.organisation import OrganisationKind
from practices import merging
from practices.mirroring import cooperative_of, organisation_of
from practices.models import Cooperative, CooperativeOrganisation, Lifecycle
from tests.factories import CooperativeFactory, OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
COOPERATIVE = OrganisationKind.COOPERATIVE


def listed(name: str = "Alfa", **fields) -> Cooperative:
    return CooperativeFactory(name=name, **fields)


def row_of(cooperative: Cooperative) -> Organisation:
    row = organisation_of(cooperative)
    assert row is not None
    return row


class TestBeginning:
    def test_a_listed_cooperative_is_an_organisation_pages_can_name(self) -> None:
        alfa = listed(slug="alfa", website="https://alfa.example.org")
        row = Organisation.objects.get()
        assert (row.name, row.kind, row.directory_code) == ("Alfa", COOPERATIVE, "alfa")
        assert row.website == "https://alfa.example.org"
        assert cooperative_of(row) == alfa

    def test_one_that_is_not_listed_is_none_until_it_is(self) -> None:
        alfa = listed(is_listed=False)
        assert organisation_of(alfa) is None
        alfa.is_listed = True
        alfa.save()
        assert row_of(alfa).directory_code == alfa.slug

    @pytest.mark.parametrize("written", ["Alfa", "ALFA"])
    def test_what_staff_wrote_under_the_same_name_becomes_it(self, written: str) -> None:
        before = OrganisationFactory(name=written, kind=OrganisationKind.NETWORK)
        alfa = listed()
        assert row_of(alfa) == before
        assert Organisation.objects.get().name == "Alfa"

    def test_two_of_the_same_name_are_told_apart_by_the_municipality_then_by_the_code(self) -> None:
        listed(slug="alfa", municipality="Ferrara")
        second = listed(slug="alfa-2", municipality="Copparo")
        third = listed(slug="alfa-3", municipality="Copparo")
        assert row_of(second).name == "Alfa (Copparo)"
        assert row_of(third).name == "Alfa (alfa-3)"

    def test_a_long_name_is_cut_for_what_is_added(self) -> None:
        listed("a" * 200)
        second = listed("a" * 200, municipality="Copparo")
        assert len(row_of(second).name) == 200
        assert row_of(second).name.endswith("a (Copparo)")


class TestFollowing:
    def test_name_site_and_code_follow(self) -> None:
        alfa = listed()
        alfa.name, alfa.website, alfa.slug = "Beta", "https://beta.example.org", "beta"
        alfa.save()
        row = Organisation.objects.get()
        assert (row.name, row.website) == ("Beta", "https://beta.example.org")
        assert row.directory_code == "beta"

    def test_a_new_name_that_an_organisation_has_takes_the_municipality_along(self) -> None:
        OrganisationFactory(name="Beta")
        alfa = listed(municipality="Copparo")
        alfa.name = "Beta"
        alfa.save()
        assert row_of(alfa).name == "Beta (Copparo)"

    def test_one_that_leaves_the_directory_keeps_its_row_without_an_address(self) -> None:
        alfa = listed()
        row = row_of(alfa)
        alfa.is_listed = False
        alfa.save()
        row.refresh_from_db()
        assert (row.directory_code, row.profile_url, row.kind) == ("", "", COOPERATIVE)
        alfa.is_listed = True
        alfa.save()
        assert row_of(alfa) == row
        assert row_of(alfa).directory_code == alfa.slug

    def test_one_that_has_closed_keeps_its_address(self) -> None:
        alfa = listed()
        alfa.lifecycle = Lifecycle.CLOSED
        alfa.save()
        assert row_of(alfa).directory_code == alfa.slug

    def test_a_form_that_was_open_meanwhile_loses_nothing(self) -> None:
        alfa = listed(is_listed=False)
        older = Cooperative.objects.get(pk=alfa.pk)
        alfa.is_listed = True
        alfa.save()
        row = row_of(alfa)
        older.save()
        assert row_of(alfa) == row
        assert row_of(alfa).directory_code == ""

    def test_a_deleted_record_leaves_an_organisation_that_staff_look_after(self) -> None:
        alfa = listed()
        alfa.delete()
        row = Organisation.objects.get()
        assert (row.name, row.kind, row.directory_code) == (
            "Alfa",
            OrganisationKind.ENTERPRISE,
            "",
        )

    def test_nobody_deletes_the_row_of_a_record(self) -> None:
        row = row_of(listed())
        with pytest.raises(ProtectedError):
            row.delete()


class TestMerging:
    def merge(self, kept: Cooperative, merged: Cooperative):
        return merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)

    def test_the_row_of_what_was_merged_leads_to_the_one_that_goes_on(self) -> None:
        kept, merged = listed("Alfa"), listed("Beta")
        self.merge(kept, merged)
        row = row_of(merged)
        assert row.current == row_of(kept)
        assert (row.name, row.directory_code) == ("Beta", "")
        assert row_of(kept).directory_code == kept.slug

    def test_chains_lead_to_their_end_and_come_apart_again(self) -> None:
        first, second, third = listed("Alfa"), listed("Beta"), listed("Gamma")
        self.merge(second, first)
        merger = self.merge(third, second)
        assert row_of(first).current == row_of(second).current == row_of(third)
        merging.undo(merger_id=merger.pk, user=None)
        assert row_of(first).current == row_of(second)
        assert row_of(second).current == row_of(second)
        assert row_of(second).directory_code == second.slug

    def test_one_that_goes_on_unlisted_is_led_to_once_it_is_listed(self) -> None:
        kept, merged = listed("Alfa", is_listed=False), listed("Beta")
        self.merge(kept, merged)
        assert row_of(merged).current == row_of(merged)
        assert row_of(merged).directory_code == ""
        kept.refresh_from_db()
        kept.is_listed = True
        kept.save()
        assert row_of(merged).current == row_of(kept)


class TestTheCost:
    @pytest.fixture
    def asked(self, django_assert_max_num_queries):
        """How many statements of a block of code are about organisations."""

        def about(act) -> int:
            with django_assert_max_num_queries(50) as found:
                act()
            statements = [one["sql"] for one in found.captured_queries]
            return sum(
                "core_organisation" in one or "cooperativeorganisation" in one for one in statements
            )

        return about

    def test_records_that_are_not_listed_cost_nothing_when_new_and_a_question_later(
        self, asked
    ) -> None:
        territory = TerritoryFactory()
        alfa = CooperativeFactory.build(is_listed=False, territory=territory, slug="alfa")
        assert asked(alfa.save) == 0
        assert asked(alfa.save) == 1

    def test_saving_what_the_row_does_not_tell_costs_nothing(self, asked) -> None:
        alfa = listed()
        assert asked(lambda: alfa.save(update_fields=["claim_status"])) == 0


class TestTheDirectoryAsItStoodBefore:
    """What the migration does with cooperatives that were listed before."""

    migration = importlib.import_module(
        "practices.migrations.0009_cooperatives_named_as_organisations"
    )

    def forget(self) -> None:
        CooperativeOrganisation.objects.all().delete()
        Organisation.objects.all().delete()

    def state(self) -> set[tuple[str, str, str]]:
        pairs = CooperativeOrganisation.objects.select_related("organisation", "cooperative")
        return {
            (one.cooperative.slug, one.organisation.name, one.organisation.directory_code)
            for one in pairs
        }

    def test_each_gets_its_organisation_as_if_it_were_listed_now(self) -> None:
        listed("Alfa", slug="alfa")
        listed("Alfa", slug="alfa-2", municipality="Copparo")
        closed = listed("Beta", lifecycle=Lifecycle.CLOSED)
        listed("Gamma", is_listed=False)
        listed("Delta", lifecycle=Lifecycle.MERGED, merged_into=closed)
        now = self.state()
        self.forget()
        before = OrganisationFactory(name="beta")
        self.migration.name_them(apps, None)
        assert self.state() == now
        assert cooperative_of(before) == closed

    def test_it_is_written_in_bulk(self, django_assert_max_num_queries) -> None:
        for number in range(40):
            listed(f"Cooperativa {number}")
        self.forget()
        with django_assert_max_num_queries(12):
            self.migration.name_them(apps, None)
        assert CooperativeOrganisation.objects.count() == 40

    def test_taken_back_the_organisations_are_staffs(self) -> None:
        listed("Alfa")
        self.migration.leave_them_to_staff(apps, None)
        row = Organisation.objects.get()
        assert (row.kind, row.directory_code) == (OrganisationKind.ENTERPRISE, "")
