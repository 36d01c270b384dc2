"""Pages as plain data, the same for every channel."""

import json
from datetime import UTC, datetime

import pytest
from django.core.checks import run_checks
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from core.media import PeopleConsent
from core.projection import NoProjection, moment, project
from events.models.choices import EventMode
from practices.models import PracticePage
from tests.factories import (
    HubSite,
    ImageFactory,
    OrganisationFactory,
    TerritoryFactory,
    TopicFactory,
)


def test_a_practice_says_who_it_is_and_where_it_stands(hub_site: HubSite) -> None:
    topic = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    page = hub_site.practice(title="Orti sui tetti", slug="orti", topics=[topic], place="Ferrara")

    data = project(page)

    assert (data.kind, data.language, data.title) == ("practice", "it", "Orti sui tetti")
    assert data.url == "http://127.0.0.1:8000/it/pratiche/orti/"
    assert data.card["topics"] == [{"code": "agricoltura-sociale", "label": "Agricoltura sociale"}]
    assert data.card["maturity"] == {"code": "running", "label": "In corso"}
    assert data.card["cooperative"]["territory"]["code"] == "038"
    assert data.detail["what_did_not_work"] == ""


def test_everything_projected_is_json(hub_site: HubSite) -> None:
    pages = [hub_site.practice(), hub_site.event(), hub_site.call(), hub_site.path(), hub_site.home]

    for page in pages:
        data = project(page)
        assert json.loads(json.dumps(data.card)) == data.card
        assert json.loads(json.dumps(data.detail)) == data.detail
        assert data.card.items() <= data.detail.items()


def test_a_territory_brings_the_larger_ones_as_terms_only(hub_site: HubSite) -> None:
    data = project(hub_site.practice(territories=[TerritoryFactory()]))

    assert [one["code"] for one in data.card["territories"]] == ["038"]
    assert {term.code for term in data.terms if term.facet == "territory"} == {"038", "08", "IT"}


def test_labels_speak_the_pages_language(hub_site: HubSite) -> None:
    topic = TopicFactory(name="Abitare", slug="abitare")
    english = topic.copy_for_translation(hub_site.home_en.locale)
    english.name = "Housing"
    english.save()
    page = hub_site.practice(topics=[topic])

    data = project(hub_site.in_english(page, title="Homes", slug="homes"))

    assert data.language == "en"
    assert data.card["topics"] == [{"code": "abitare", "label": "Housing"}]
    assert data.card["maturity"]["label"] == "Running"
    assert data.translation_key == page.translation_key


def test_the_online_address_and_the_note_for_colleagues_never_leave(hub_site: HubSite) -> None:
    event = hub_site.event(
        mode=EventMode.ONLINE,
        online_url="https://meet.example/canary-room",
        internal_note="canary-note",
    )

    assert "canary" not in json.dumps(project(event).detail)


def test_every_block_gives_its_data(hub_site: HubSite) -> None:
    image = ImageFactory(credit="Ada")
    other = hub_site.practice(title="Altra", slug="altra")
    page = hub_site.practice(
        body=[
            ("heading", {"text": "Come è nata", "level": "3"}),
            ("text", f'<p>Vedi <a linktype="page" id="{other.pk}">qui</a></p>'),
            ("quote", {"text": "Ci siamo.", "author": "Una vicina"}),
            ("figures", {"figures": [{"value": "12", "label": "persone"}], "source": "conteggio"}),
            ("picture", {"image": image, "caption": "Didascalia"}),
            ("gallery", {"title": "", "pictures": [{"image": image, "caption": ""}] * 2}),
            (
                "call_to_action",
                {"title": "Scrivici", "text": "", "label": "Vai", "page": other, "url": ""},
            ),
            (
                "embed",
                {
                    "title": "Video",
                    "url": "https://example.org/v",
                    "description": "",
                    "poster": None,
                },
            ),
            ("related_entries", {"title": "Anche", "pages": [other]}),
        ]
    )

    heading, text, quote, figures, picture, gallery, action, embed, related = project(page).detail[
        "body"
    ]

    assert heading == {"type": "heading", "text": "Come è nata", "level": 3}
    assert 'href="http://127.0.0.1:8000/it/pratiche/altra/"' in text["html"]
    assert quote["author"] == "Una vicina"
    assert figures["figures"] == [{"value": "12", "label": "persone"}]
    assert picture["image"]["url"].startswith("http://127.0.0.1:8000/media/")
    assert picture["image"]["credit"] == "Ada"
    assert len(gallery["pictures"]) == 2
    assert action["url"] == "http://127.0.0.1:8000/it/pratiche/altra/"
    assert embed["poster"] is None
    assert [one["title"] for one in related["entries"]] == ["Altra"]


def test_nothing_private_is_mentioned(hub_site: HubSite) -> None:
    secret = hub_site.practice(title="Canary", slug="canary", publish=False)
    page = hub_site.practice(
        body=[
            ("text", f'<p>Vedi <a linktype="page" id="{secret.pk}">più avanti</a></p>'),
            (
                "call_to_action",
                {"title": "A", "text": "", "label": "B", "page": secret, "url": ""},
            ),
            ("related_entries", {"title": "", "pages": [secret]}),
        ]
    )

    data = project(page)

    assert "anary" not in json.dumps(data.detail)
    assert data.mentioned_page_ids == {secret.pk}


@pytest.mark.parametrize("hidden", ["collection", "consent"])
def test_a_hidden_picture_is_left_out_but_remembered(hub_site: HubSite, hidden: str) -> None:
    image = ImageFactory()
    page = hub_site.practice(lead_image=image, body=[("picture", {"image": image, "caption": ""})])
    if hidden == "collection":
        private = Collection.get_first_root_node().add_child(name="Riservate")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        image.collection = private
    else:
        image.people_consent = PeopleConsent.WITHDRAWN
    image.save()

    data = project(PracticePage.objects.get(pk=page.pk))

    assert data.card["image"] is None
    assert data.detail["body"][0]["image"] is None
    assert data.mentioned_image_ids == {image.pk}


def test_a_path_lists_its_phases_with_their_public_events(hub_site: HubSite) -> None:
    shown, hidden = hub_site.event(title="Tavolo"), hub_site.event(title="Canary", publish=False)
    phase = {
        "title": "Tavoli di ascolto",
        "text": "",
        "starts_date": datetime(2021, 11, 3, tzinfo=UTC).date(),
        "ends_date": None,
        "audiences": ["citizens"],
        "is_internal": False,
        "events": [shown, hidden],
    }
    page = hub_site.path(phases=[("phase", phase)], partners=[OrganisationFactory(name="Poleis")])

    data = project(page).detail

    assert [event["title"] for event in data["phases"][0]["events"]] == ["Tavolo"]
    assert data["phases"][0]["starts_date"] == "2021-11-03"
    assert data["partners"][0]["name"] == "Poleis"


def test_a_page_of_another_type_has_no_projection(hub_site: HubSite) -> None:
    with pytest.raises(NoProjection):
        project(hub_site.home.get_parent())


def test_moments_are_written_in_utc() -> None:
    winter = datetime(2026, 1, 15, 18, 0, tzinfo=timezone.get_default_timezone())
    summer = datetime(2026, 7, 15, 18, 0, tzinfo=timezone.get_default_timezone())

    assert moment(winter) == "2026-01-15T17:00:00Z"
    assert moment(summer) == "2026-07-15T16:00:00Z"
    assert moment(None) is None


@pytest.mark.django_db
def test_the_house_checks_that_every_page_type_is_projected() -> None:
    assert [message.id for message in run_checks() if message.id == "core.E001"] == []
