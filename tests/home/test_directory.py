"""The public directory of cooperatives, as readers find it."""

import json
import re

import pytest
from django.test import Client

from practices.models import (
    ClaimStatus,
    CooperativeContact,
    CooperativeType,
    Lifecycle,
    OperatingSite,
)
from tests.catalogue.conftest import Commits
from tests.factories import CooperativeFactory, HubSite, RegionFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LIST, LIST_EN = "/it/cooperative/", "/en/cooperatives/"


def names(response):
    return [one.display_name for one in response.context["directory"].page]


def structured(response, kind):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL
    )
    return next(one for one in map(json.loads, found) if one["@type"] == kind)


class TestTheList:
    def test_shows_those_in_the_directory_by_name(self, client: Client, hub_site: HubSite) -> None:
        CooperativeFactory(name="Zeta")
        CooperativeFactory(name="Alfa")
        CooperativeFactory(name="In attesa", is_listed=False)
        closed = CooperativeFactory(name="Chiusa", lifecycle=Lifecycle.CLOSED)
        CooperativeFactory(name="Fusa", lifecycle=Lifecycle.MERGED, merged_into=closed)
        assert names(client.get(LIST)) == ["Alfa", "Zeta"]
        assert names(client.get(LIST_EN)) == ["Alfa", "Zeta"]

    def test_is_narrowed_by_each_filter(self, client: Client, hub_site: HubSite) -> None:
        lombardy = RegionFactory(code="03", name="Lombardia")
        mantua = TerritoryFactory(code="020", name="Mantova", plate="MN", parent=lombardy)
        here = CooperativeFactory(name="Qui", sectors=["a", "t"])
        there = CooperativeFactory(
            name="Là",
            territory=mantua,
            municipality="Mantova",
            kind=CooperativeType.CONSORTIUM,
            sectors=["m"],
        )
        for query, found in (
            ("sector=t", here),
            ("sector=m", there),
            ("kind=consortium", there),
            ("territory=03", there),
            ("territory=038", here),
            ("q=mantova", there),
            ("q=qui+ferrara", here),
        ):
            assert names(client.get(f"{LIST}?{query}")) == [found.name], query

    def test_says_when_nothing_fits_and_when_a_filter_makes_no_sense(
        self, client: Client, hub_site: HubSite
    ) -> None:
        CooperativeFactory(name="Alfa")
        nothing = client.get(f"{LIST}?q=zzz")
        assert names(nothing) == []
        assert 'class="empty' in nothing.text
        ignored = client.get(f"{LIST}?sector=nonsense&territory=%00")
        assert names(ignored) == ["Alfa"]
        assert ignored.context["directory"].has_unknown_filter

    def test_an_empty_directory_says_so(self, client: Client, hub_site: HubSite) -> None:
        assert 'class="empty' in client.get(LIST).text

    def test_costs_the_same_for_one_and_for_many(
        self, client: Client, hub_site: HubSite, django_assert_max_num_queries
    ) -> None:
        for _each in range(12):
            CooperativeFactory()
        client.get(LIST)
        with django_assert_max_num_queries(12):
            client.get(LIST)


class TestAProfile:
    def test_stands_in_both_languages_and_names_both(
        self, client: Client, hub_site: HubSite
    ) -> None:
        CooperativeFactory(name="Alfa", summary="Cura orti.", summary_en="Tends gardens.")
        italian, english = client.get(f"{LIST}alfa/"), client.get(f"{LIST_EN}alfa/")
        assert "Cura orti." in italian.text
        assert "Tends gardens." in english.text
        assert 'hreflang="en" href="http' in italian.text

    def test_lists_its_practices(self, client: Client, hub_site: HubSite, commits: Commits) -> None:
        alfa = CooperativeFactory(name="Alfa")
        with commits():
            hub_site.practice(title="Orto del lunedì", lead_cooperative=alfa)
            hub_site.practice(title="Di altri")
        text = client.get(f"{LIST}alfa/").text
        assert "Orto del lunedì" in text
        assert "Di altri" not in text

    def test_costs_the_same_for_one_practice_and_for_many(
        self,
        client: Client,
        hub_site: HubSite,
        commits: Commits,
        django_assert_max_num_queries,
    ) -> None:
        alfa = CooperativeFactory(name="Alfa")
        with commits():
            for number in range(5):
                hub_site.practice(slug=f"orto-{number}", lead_cooperative=alfa)
        client.get(f"{LIST}alfa/")
        with django_assert_max_num_queries(10):
            client.get(f"{LIST}alfa/")

    def test_is_described_for_programs(self, client: Client, hub_site: HubSite) -> None:
        alfa = CooperativeFactory(
            name="Alfa società cooperativa sociale",
            short_name="Alfa",
            slug="alfa",
            workers_band="10-49",
            workers_year=2025,
            founded_year=1999,
        )
        data = structured(client.get(f"{LIST}alfa/"), "Organization")
        assert data["legalName"] == alfa.name
        assert data["taxID"] == alfa.tax_code
        assert data["numberOfEmployees"] == {
            "@type": "QuantitativeValue",
            "minValue": 10,
            "maxValue": 49,
        }
        assert data["address"]["addressLocality"] == "Ferrara"

    def test_what_is_private_stays_so(self, client: Client, hub_site: HubSite) -> None:
        alfa = CooperativeFactory(
            slug="alfa",
            internal_note="canarino-nota",
            address="Via canarino 1",
            latitude="44.830001",
            longitude="11.620001",
            is_municipality_only=True,
            claim_status=ClaimStatus.INVITED,
        )
        CooperativeContact.objects.create(
            cooperative=alfa, name="canarino-nome", email="canarino@example.org", phone="canarino"
        )
        OperatingSite.objects.create(
            cooperative=alfa,
            address="Via canarino 2",
            municipality="Ferrara",
            territory=alfa.territory,
            is_municipality_only=True,
        )
        for address in (f"{LIST}alfa/", LIST, "/api/v1/cooperatives/alfa/"):
            text = client.get(address).text
            assert "canarino" not in text
            assert "44.83" not in text

    def test_of_one_that_was_merged_leads_to_the_one_that_goes_on(
        self, client: Client, hub_site: HubSite
    ) -> None:
        last = CooperativeFactory(slug="ultima")
        middle = CooperativeFactory(slug="mezza", lifecycle=Lifecycle.MERGED, merged_into=last)
        CooperativeFactory(slug="prima", lifecycle=Lifecycle.MERGED, merged_into=middle)
        response = client.get(f"{LIST_EN}prima/")
        assert response.status_code == 301
        assert response["Location"].endswith("/en/cooperatives/ultima/")

    def test_of_one_that_has_closed_stays_and_says_so(
        self, client: Client, hub_site: HubSite
    ) -> None:
        CooperativeFactory(slug="alfa", lifecycle=Lifecycle.CLOSED, lifecycle_year=2023)
        response = client.get(f"{LIST_EN}alfa/")
        assert "This cooperative closed in 2023." in response.text
        assert "/it/cooperative/alfa/" in client.get("/sitemap-cooperatives.xml").text

    def test_of_one_that_is_not_in_the_directory_is_not_there(
        self, client: Client, hub_site: HubSite
    ) -> None:
        CooperativeFactory(slug="alfa", is_listed=False)
        assert client.get(f"{LIST}alfa/").status_code == 404
        assert "alfa" not in client.get("/sitemap-cooperatives.xml").text

    def test_its_identity_leads_to_it_for_ever(self, client: Client, hub_site: HubSite) -> None:
        last = CooperativeFactory(slug="ultima")
        first = CooperativeFactory(lifecycle=Lifecycle.MERGED, merged_into=last)
        for uid in (first.uid, last.uid):
            response = client.get(f"/id/{uid}/", headers={"accept-language": "en"})
            assert response["Location"].endswith("/en/cooperatives/ultima/")
