"""Pages of topics and territories, under whatever name somebody looks for them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalogue import popularity
from core.merging import merge
from core.models import Topic, TopicMatch
from core.territories import load_territories
from tests.factories import HubSite, TerritoryFactory, TopicFactory, locale
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def housing(db: None) -> Topic:
    topic = TopicFactory(name="Abitare", slug="abitare", synonyms="casa\nhousing sociale")
    english = topic.copy_for_translation(locale("en"))
    english.name, english.synonyms = "Housing", "homes"
    english.save()
    return topic


class TestTopics:
    def test_a_topic_lists_what_is_about_it_by_kind(
        self, hub_site: HubSite, housing: Topic, commits: Commits, read: Read
    ) -> None:
        now = timezone.now()
        with commits():
            for number in range(7):
                hub_site.practice(title=f"Pratica {number}", topics=[housing])
            hub_site.event(title="Passato", topics=[housing], starts_at=now - timedelta(days=3))
            hub_site.event(title="Dopo", topics=[housing], starts_at=now + timedelta(days=9))
            hub_site.event(title="Presto", topics=[housing], starts_at=now + timedelta(days=2))
            hub_site.practice(title="Altro")
        page = read("/it/temi/abitare/")

        sections = page.select(".kind-section")
        assert [len(section.select(".card")) for section in sections] == [6, 3]
        events = [card.text.strip() for card in sections[1].select(".card-title")]
        assert events == ["Presto", "Dopo", "Passato"]
        assert "7" in sections[0].select_one(".more").text

        alone = read("/it/temi/abitare/?kind=practice")
        assert len(alone.select(".card")) == 7
        assert alone.select_one("link[rel=canonical]")["href"].endswith("?kind=practice")

    @pytest.mark.parametrize("word", ["casa", "housing-sociale", "homes", "housing", "Abitare"])
    def test_synonyms_lead_to_it(self, housing: Topic, client: Client, word: str) -> None:
        answer = client.get(f"/it/temi/{word}/")

        assert (answer.status_code, answer["Location"]) == (301, "/it/temi/abitare/")

    def test_codes_of_former_times_lead_to_it(self, housing: Topic, client: Client) -> None:
        old = TopicFactory(slug="alloggi")
        merge(source_id=old.pk, target_id=housing.pk)

        assert client.get("/en/topics/alloggi/")["Location"] == "/en/topics/abitare/"
        feed = client.get("/it/feeds/topics/alloggi/atom.xml")
        assert (feed.status_code, feed["Location"]) == (301, "/it/feeds/topics/abitare/atom.xml")

    def test_it_exists_in_each_language_and_describes_itself(
        self, housing: Topic, read: Read
    ) -> None:
        housing.matches = [TopicMatch(scheme="sdg", value="11")]  # type: ignore[misc]
        housing.save()
        page = read("/en/topics/abitare/")
        alternates = {link["hreflang"] for link in page.select("link[hreflang]")}
        data = json.loads(page.select_one('script[type="application/ld+json"]').string)

        assert page.h1.text.strip() == "Housing"
        assert alternates == {"it", "en", "x-default"}
        assert data["@type"] == "DefinedTerm"
        assert data["alternateName"] == ["homes"]
        assert data["sameAs"] == ["http://metadata.un.org/sdg/11"]
        assert page.select_one("meta[name=hub-reading]")["content"] == (
            f"/readings/{housing.translation_key}/"
        )

    def test_parts_wider_topics_and_archived_ones(self, housing: Topic, read: Read) -> None:
        TopicFactory(name="Coabitare", slug="coabitare", parent=housing)
        TopicFactory(name="Vecchio", slug="vecchio", status="archived")

        assert "Coabitare" in read("/it/temi/abitare/").select_one(".relatives").text
        assert "Abitare" in read("/it/temi/coabitare/").select_one(".breadcrumb").text
        assert read("/it/temi/vecchio/").select(".note")

    def test_nothing_yet_and_nothing_at_all(self, housing: Topic, read: Read) -> None:
        assert read("/it/temi/abitare/").select(".empty")
        read("/it/temi/nessuno/", status=404)
        read("/it/temi/abitare/?kind=altro", status=404)
        read("/it/temi/abitare/?kind=practice&page=2", status=404)

    def test_the_list_of_all_and_the_explanation(
        self, hub_site: HubSite, housing: Topic, commits: Commits, read: Read
    ) -> None:
        assert not read("/it/temi/").select("#popular-title")
        topics = [housing, TopicFactory(name="Pane"), TopicFactory(name="Terra")]
        with commits():
            for _number in range(3):
                hub_site.practice(topics=topics)
        popularity.compute()

        listed = read("/it/temi/")
        names = [one.text for one in listed.select(".topic-list h3")]
        assert [one for one in names if not one.startswith("Tema")] == ["Abitare", "Pane", "Terra"]
        assert len(listed.select("ol.chips li")) == 3
        home = read("/it/")
        assert home.select_one('a[href="/it/temi/come-si-calcola/"]')
        assert "Abitare" in home.select_one("section[aria-labelledby=topics-title]").text
        rows = read("/it/temi/come-si-calcola/").select(".numbers tbody tr")
        assert [cell.text for cell in rows[0].select("td, th")] == [
            *("1", "Abitare", "3", "0", "0", "30")
        ]


class TestTerritories:
    def test_a_region_includes_its_provinces(
        self, hub_site: HubSite, commits: Commits, read: Read
    ) -> None:
        load_territories()
        with commits():
            hub_site.practice(title="A Ferrara", territories=[TerritoryFactory()])
        region = read("/it/territori/08-emilia-romagna/")
        crumbs = [
            one.text.strip() for one in read("/it/territori/038-ferrara/").select(".breadcrumb li")
        ]

        assert "A Ferrara" in region.text
        assert "Ravenna" in region.text
        assert crumbs[1:] == ["Territori", "Italia", "Emilia-Romagna", "Ferrara"]
        assert read("/it/territori/09-toscana/").select(".empty")

    @pytest.mark.parametrize("word", ["038", "FE", "ferrara", "038-altro"])
    def test_codes_plates_and_names_lead_to_it(self, client: Client, word: str) -> None:
        load_territories()
        answer = client.get(f"/it/territori/{word}/")

        assert (answer.status_code, answer["Location"]) == (301, "/it/territori/038-ferrara/")

    def test_the_address_has_the_name_in_its_language(self, read: Read) -> None:
        load_territories()
        page = read("/en/territories/09-tuscany/")
        links = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}

        assert links["it"].endswith("/it/territori/09-toscana/")
        data = json.loads(page.select_one('script[type="application/ld+json"]').string)
        assert data["@type"] == "AdministrativeArea"
        assert data["containedInPlace"]["name"] == "Italy"

    def test_a_former_province_says_until_when_and_what_took_its_place(self, read: Read) -> None:
        load_territories()
        note = read("/it/territori/111-sud-sardegna/").select_one(".note")

        assert "31 dicembre 2025" in note.text
        assert len(note.select("a")) == 5
        new = read("/it/territori/116-ogliastra/")
        assert "1 gennaio 2026" in new.text
        assert "Sud Sardegna" in new.text

    def test_the_list_finds_a_territory_or_says_that_it_does_not(
        self, client: Client, read: Read
    ) -> None:
        load_territories()
        assert client.get("/it/territori/?q=fe")["Location"] == "/it/territori/038-ferrara/"
        page = read("/it/territori/?q=Atlantide")

        assert "Atlantide" in page.select_one("#territory-none").text
        assert len(page.select(".region-list > li")) == 20

    def test_feeds_carry_what_comes_from_it(
        self, hub_site: HubSite, commits: Commits, client: Client
    ) -> None:
        load_territories()
        with commits():
            hub_site.practice(title="A Ferrara", territories=[TerritoryFactory()])
            hub_site.event(title="Incontro", territories=[TerritoryFactory()])
        region = client.get("/it/feeds/territories/08/feed.json").json()

        assert {item["title"] for item in region["items"]} == {"A Ferrara", "Incontro"}
        assert region["home_page_url"].endswith("/it/territori/08-emilia-romagna/")
        assert "Incontro" in client.get("/it/feeds/territories/08/calendar.ics").content.decode()
        assert client.get("/it/feeds/territories/fe/atom.xml")["Location"] == (
            "/it/feeds/territories/038/atom.xml"
        )
        assert client.get("/it/feeds/territories/999/atom.xml").status_code == 404
