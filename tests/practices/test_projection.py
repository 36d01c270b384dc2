"""A practice as plain data."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from core.projection import project
from practices import mirroring
from practices.models import Adoption, PracticePartner, PracticeSite
from practices.recording import record_of, trace
from tests.factories import (
    CooperativeFactory,
    DocumentFactory,
    HubSite,
    OrganisationFactory,
    TerritoryFactory,
)
from tests.practices.full import PIECE_ID, RESULT_ID, full_practice, piece, result, stream

pytestmark = pytest.mark.django_db


def test_a_full_practice_is_told_in_full(hub_site: HubSite) -> None:
    page = hub_site.practice(
        **full_practice(
            building_blocks=stream("block", PIECE_ID, piece()),
            results=stream("result", RESULT_ID, result()),
            partners=[
                PracticePartner(organisation=OrganisationFactory(name="Comune"), role="funder"),
                PracticePartner(name="Vicini", role="volunteers"),
            ],
            sdg_first=11,
            beneficiaries=60,
            beneficiaries_basis="counted",
        )
    )

    data = project(page)

    assert data.card["depth"] == {"code": "full", "label": "Pratica completa"}
    assert data.card["target_groups"] == [{"code": "older-people", "label": "Persone anziane"}]
    assert data.card["evidence"]["code"] == "1"
    (block,) = data.detail["building_blocks"]
    assert (block["id"], block["kind"]["label"]) == (PIECE_ID, "Metodo")
    (row,) = data.detail["results"]
    assert (row["id"], row["before"], row["after"]) == (RESULT_ID, 3, 1250.5)
    assert [one["name"] for one in data.detail["partners"]] == ["Comune", "Vicini"]
    assert data.detail["sdgs"] == [{"code": "11", "label": "Città e comunità sostenibili"}]
    assert data.detail["resources"]["running_budget"]["code"] == "not-stated"
    assert data.detail["resources"]["setup_budget"] is None
    facets = {(term.facet, term.code) for term in data.terms}
    assert facets >= {
        ("target", "older-people"),
        ("maturity", "running"),
        ("evidence", "1"),
        ("block", "method"),
        ("depth", "full"),
    }


def test_its_places_are_told_one_by_one_and_of_a_shelter_the_municipality_alone(
    hub_site: HubSite,
) -> None:
    ferrara = TerritoryFactory()
    where = {"municipality": "Copparo", "territory": ferrara, "address": "Via Larga 1"}
    point = {"latitude": "44.894722", "longitude": "11.882778"}
    page = hub_site.practice(
        sites=[
            PracticeSite(name="Orto", **where, **point),
            PracticeSite(**where, **point, is_municipality_only=True),
        ]
    )

    open_one, shelter = project(page).detail["sites"]

    assert open_one["name"] == "Orto"
    assert open_one["point"]["latitude"] == pytest.approx(44.894722)
    assert open_one["territory"] == {"code": ferrara.code, "label": ferrara.label("it")}
    assert (shelter["municipality"], shelter["address"], shelter["point"]) == ("Copparo", "", None)


def test_a_file_in_a_private_folder_is_not_told(hub_site: HubSite) -> None:
    folder = Collection.get_first_root_node().add_child(name="Riservati")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    secret, open_file = DocumentFactory(collection=folder), DocumentFactory(title="Modulo")
    pieces = [
        ("block", piece(document=secret)),
        ("block", piece(document=open_file)),
    ]

    blocks = project(hub_site.practice(building_blocks=pieces)).detail["building_blocks"]

    assert [block["document"] and block["document"]["title"] for block in blocks] == [
        None,
        "Modulo",
    ]


def test_where_a_piece_came_from_is_told_only_while_that_is_public(hub_site: HubSite) -> None:
    source = hub_site.practice(title="Il primo orto")
    page = hub_site.practice(building_blocks=[("block", piece(reused_from=source.page_ptr))])

    told = project(page)
    source.unpublish()
    page.refresh_from_db()
    untold = project(page)

    assert told.detail["building_blocks"][0]["reused_from"]["uid"] == str(source.uid)
    assert source.pk in told.mentioned_page_ids
    assert untold.detail["building_blocks"][0]["reused_from"] is None


def test_only_what_both_sides_confirmed_is_a_re_use(hub_site: HubSite) -> None:
    page, now = hub_site.practice(), datetime(2026, 5, 1, tzinfo=UTC)
    known = {"practice": page, "adopted_date": date(2025, 3, 1)}
    confirmed = {"origin_confirmed_at": now, "adopter_confirmed_at": now}
    Adoption.objects.create(adopter_name="Comune", place="Bari", **known, **confirmed)
    Adoption.objects.create(adopter_name="A metà", place="Bari", **known, origin_confirmed_at=now)
    Adoption.objects.create(adopter_name="No", place="Bari", **known, **confirmed, declined_at=now)

    (adoption,) = project(page).detail["adoptions"]

    assert adoption["name"] == "Comune"
    assert "email" not in str(adoption)


def test_what_the_record_says_is_the_same_in_every_language(hub_site: HubSite) -> None:
    page = hub_site.practice()
    english = hub_site.in_english(page)
    record = record_of(page)
    record.last_confirmed_at = datetime(2026, 5, 1, 8, tzinfo=UTC)
    record.save()

    assert project(page).card["last_confirmed_at"] == "2026-05-01T08:00:00Z"
    assert project(english).card["last_confirmed_at"] == "2026-05-01T08:00:00Z"


def test_the_call_is_named_while_it_is_public_and_people_never(hub_site: HubSite) -> None:
    call = hub_site.call(title="Terra e lavoro")
    page = hub_site.practice()
    trace(
        practice=page,
        origin="call",
        origin_page=call.page_ptr,
        contact_name="Ada Riservata",
        contact_email="ada@example.org",
    )

    told = project(page)
    call.unpublish()

    assert told.detail["call"]["title"] == "Terra e lavoro"
    assert told.detail["origin"]["code"] == "call"
    assert "iservata" not in str(told)
    assert "ada@" not in str(told)
    assert project(page).detail["call"] is None


def test_a_codes_list_may_lose_a_code(hub_site: HubSite) -> None:
    page = hub_site.practice()
    page.help_offered = ["visit", "gone-from-the-list"]

    assert [one["code"] for one in project(page).detail["help_offered"]] == ["visit"]


def test_projecting_costs_the_same_however_much_is_told(
    hub_site: HubSite, django_assert_max_num_queries
) -> None:
    cooperatives = [CooperativeFactory() for _ in range(4)]
    page = hub_site.practice(
        building_blocks=[("block", piece()) for _ in range(6)],
        results=[("result", result()) for _ in range(6)],
        partners=[PracticePartner(cooperative=one) for one in cooperatives],
    )
    project(page)

    with django_assert_max_num_queries(30):
        project(type(page).objects.get(pk=page.pk))


class TestTheCooperativesByWhichItIsFound:
    def found_by(self, page) -> list[str]:
        return [term.code for term in project(page).terms if term.facet == "cooperative"]

    def test_are_who_leads_takes_part_or_has_taken_it_up_each_once(self, hub_site: HubSite) -> None:
        lead, partner, adopter = (CooperativeFactory(slug=name) for name in ("uno", "due", "tre"))
        page = hub_site.practice(
            lead_cooperative=lead,
            partners=[
                PracticePartner(cooperative=partner),
                PracticePartner(cooperative=lead, role="promoter"),
                PracticePartner(organisation=mirroring.organisation_of(partner)),
                PracticePartner(name="Vicini", role="volunteers"),
            ],
        )
        now = datetime(2026, 5, 1, 8, tzinfo=UTC)
        known = {"practice": page, "adopted_date": date(2025, 3, 1), "place": "Bari"}
        confirmed = {"origin_confirmed_at": now, "adopter_confirmed_at": now}
        Adoption.objects.create(cooperative=adopter, **known, **confirmed)
        Adoption.objects.create(cooperative=CooperativeFactory(slug="quattro"), **known)

        assert self.found_by(page) == ["uno", "due", "tre"]

    def test_of_those_merged_are_the_one_that_goes_on(self, hub_site: HubSite) -> None:
        gone, kept = CooperativeFactory(slug="vecchia"), CooperativeFactory(slug="nuova")
        page = hub_site.practice(partners=[PracticePartner(cooperative=gone)])
        type(gone).objects.filter(pk=gone.pk).update(lifecycle="merged", merged_into=kept)
        page = type(page).objects.get(pk=page.pk)

        assert "nuova" in self.found_by(page)
        assert "vecchia" not in self.found_by(page)
        (told,) = project(page).detail["partners"]
        assert (told["name"], told["code"]) == (kept.name, "nuova")
        assert told["url"].endswith("/cooperative/nuova/")
