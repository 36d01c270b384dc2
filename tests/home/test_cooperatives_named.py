"""Events, calls, paths and publications that name a cooperative, wherever readers look for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Entry
from core.models import Organisation, PublicationIndexPage, PublicationPage
from practices import merging
from practices.mirroring import organisation_of
from practices.models import Cooperative
from tests.catalogue.conftest import Commits
from tests.factories import CooperativeFactory, HubSite, OrganisationFactory, make_page

pytestmark = pytest.mark.django_db
PROFILE = "/it/cooperative/{}/"


@pytest.fixture
def alfa(hub_site: HubSite) -> Cooperative:
    return CooperativeFactory(name="Alfa", slug="alfa")


def row_of(cooperative: Cooperative) -> Organisation:
    row = organisation_of(cooperative)
    assert row is not None
    return row


def detail(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Entry.objects.get(page_id=page.pk).detail)
    return found


def codes(page: Any) -> list[str]:
    terms = Entry.objects.get(page_id=page.pk).terms.filter(facet="cooperative")
    return sorted(terms.values_list("code", flat=True))


def titles(client: Client, query: str) -> list[str]:
    answer = client.get(f"/api/v1/entries/?{query}").json()
    return sorted(one["title"] for one in answer["items"])


class TestWhatNamesACooperative:
    @pytest.mark.parametrize("role", ["organisers", "partners"])
    def test_an_event_by_who_organises_it_or_helps(
        self, hub_site: HubSite, commits: Commits, alfa: Cooperative, role: str
    ) -> None:
        with commits():
            event = hub_site.event(**{role: [row_of(alfa)]})
        assert codes(event) == ["alfa"]
        assert detail(event)[role][0]["url"].endswith(PROFILE.format("alfa"))

    def test_a_call_by_who_promotes_it(
        self, hub_site: HubSite, commits: Commits, alfa: Cooperative
    ) -> None:
        with commits():
            call = hub_site.call(promoters=[row_of(alfa), OrganisationFactory()])
        assert codes(call) == ["alfa"]
        assert [one["code"] for one in detail(call)["promoters"]].count("alfa") == 1

    @pytest.mark.parametrize("role", ["promoter", "decision_owner", "facilitators", "partners"])
    def test_a_path_by_whoever_carries_it(
        self, hub_site: HubSite, commits: Commits, alfa: Cooperative, role: str
    ) -> None:
        row = row_of(alfa)
        is_single = role in ("promoter", "decision_owner")
        with commits():
            path = hub_site.path(**{role: row if is_single else [row]})
        assert codes(path) == ["alfa"]

    def test_a_publication_by_its_publisher(
        self, hub_site: HubSite, commits: Commits, alfa: Cooperative
    ) -> None:
        with commits():
            shelf = make_page(PublicationIndexPage, hub_site.home, title="Scaffale")
            body = [("text", "<p>Dice questo.</p>")]
            page = make_page(PublicationPage, shelf, publisher=row_of(alfa), body=body)
        assert codes(page) == ["alfa"]

    def test_it_is_named_once_however_often_a_page_does(
        self, hub_site: HubSite, commits: Commits, alfa: Cooperative
    ) -> None:
        row = row_of(alfa)
        with commits():
            event = hub_site.event(organisers=[row], partners=[row])
        assert codes(event) == ["alfa"]


class TestWhereReadersFindIt:
    def test_the_profile_shows_practices_calls_events_and_paths(
        self, client: Client, hub_site: HubSite, commits: Commits, alfa: Cooperative
    ) -> None:
        row = row_of(alfa)
        with commits():
            hub_site.practice(title="Orto del lunedì", lead_cooperative=alfa)
            hub_site.call(title="Chi semina", promoters=[row])
            hub_site.event(title="Porte aperte", organisers=[row])
            hub_site.path(title="Che cosa farne", partners=[row])
            hub_site.event(title="Di altri", organisers=[OrganisationFactory()])
        response = client.get(PROFILE.format("alfa"))
        groups = [one.kind for one in response.context["related"]]
        assert groups == ["practice", "call", "event", "path"]
        for title in ("Orto del lunedì", "Chi semina", "Porte aperte", "Che cosa farne"):
            assert title in response.text
        assert "Di altri" not in response.text
        assert len(titles(client, "cooperative=alfa")) == 4
        assert titles(client, "cooperative=alfa&kind=event") == ["Porte aperte"]

    def test_the_profile_costs_the_same_with_many_events(
        self,
        client: Client,
        hub_site: HubSite,
        commits: Commits,
        alfa: Cooperative,
        django_assert_max_num_queries,
    ) -> None:
        row = row_of(alfa)
        with commits():
            for number in range(4):
                hub_site.event(slug=f"evento-{number}", organisers=[row])
                hub_site.call(slug=f"bando-{number}", code=f"PROVA{number}", promoters=[row])
        client.get(PROFILE.format("alfa"))
        with django_assert_max_num_queries(10):
            client.get(PROFILE.format("alfa"))

    def test_pages_lead_to_its_profile_and_others_to_their_site(
        self, client: Client, hub_site: HubSite, commits: Commits, alfa: Cooperative
    ) -> None:
        other = OrganisationFactory(name="Altri", website="https://altri.example.org")
        row = row_of(alfa)
        with commits():
            pages = (
                hub_site.event(organisers=[row, other]),
                hub_site.call(promoters=[row, other]),
                hub_site.path(promoter=row, partners=[other]),
            )
        for page in pages:
            text = client.get(page.url).text
            assert f'{PROFILE.format("alfa")}">Alfa</a>' in text
            assert '<a href="https://altri.example.org">Altri</a>' in text

    def test_an_event_costs_the_same_with_many_organisers(
        self,
        client: Client,
        hub_site: HubSite,
        commits: Commits,
        django_assert_max_num_queries,
    ) -> None:
        rows = [row_of(CooperativeFactory()) for _each in range(6)]
        with commits():
            one = hub_site.event(organisers=rows[:1])
            many = hub_site.event(organisers=rows)
        client.get(one.url)
        with django_assert_max_num_queries(100) as few:
            client.get(one.url)
        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get(many.url)


class TestWhatBecomesOfTheCooperative:
    @pytest.fixture
    def event(self, hub_site: HubSite, commits: Commits, alfa: Cooperative):
        with commits():
            return hub_site.event(title="Porte aperte", organisers=[row_of(alfa)])

    def test_under_a_new_name_its_pages_say_it(
        self, commits: Commits, alfa: Cooperative, event
    ) -> None:
        with commits():
            alfa.name = "Alfa e figlie"
            alfa.save()
        assert detail(event)["organisers"][0]["name"] == "Alfa e figlie"

    def test_out_of_the_directory_its_pages_name_it_without_leading_there(
        self, client: Client, commits: Commits, alfa: Cooperative, event
    ) -> None:
        with commits():
            alfa.is_listed = False
            alfa.save()
        assert codes(event) == []
        [named] = detail(event)["organisers"]
        assert (named["name"], named["code"], named["url"]) == ("Alfa", "", "")
        assert PROFILE.format("alfa") not in client.get(event.url).text

    def test_listed_later_what_names_it_already_is_found(
        self, client: Client, hub_site: HubSite, commits: Commits
    ) -> None:
        written = OrganisationFactory(name="Beta")
        beta = CooperativeFactory(name="Beta", slug="beta", is_listed=False)
        with commits():
            hub_site.event(title="Porte aperte", organisers=[written])
        assert titles(client, "cooperative=beta") == []
        with commits():
            beta.is_listed = True
            beta.save()
        assert titles(client, "cooperative=beta") == ["Porte aperte"]

    def test_merged_its_pages_are_those_of_the_one_that_goes_on_until_it_is_taken_back(
        self, commits: Commits, alfa: Cooperative, event
    ) -> None:
        beta = CooperativeFactory(name="Beta", slug="beta")
        with commits():
            merger = merging.merge(kept_id=beta.pk, merged_id=alfa.pk, user=None)
        assert codes(event) == ["beta"]
        assert detail(event)["organisers"][0]["name"] == "Beta"
        with commits():
            beta.refresh_from_db()
            beta.name = "Beta nuova"
            beta.save()
        assert detail(event)["organisers"][0]["name"] == "Beta nuova"
        with commits():
            merging.undo(merger_id=merger.pk, user=None)
        assert codes(event) == ["alfa"]
        assert detail(event)["organisers"][0]["name"] == "Alfa"
