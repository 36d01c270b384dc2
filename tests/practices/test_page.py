"""The page of a practice, as readers see it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from practices.models import Adoption, PracticePartner
from practices.recording import record_of
from tests.catalogue.conftest import Commits
from tests.catalogue.conftest import commits as commits  # noqa: PLC0414  a fixture
from tests.factories import CooperativeFactory, HubSite, TopicFactory
from tests.practices.full import PIECE_ID, RESULT_ID, full_practice, piece, result, stream

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 8, 8, tzinfo=UTC)


def test_a_full_practice_shows_what_others_look_for(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        page = hub_site.practice(
            **full_practice(
                title="Orto",
                building_blocks=stream("block", PIECE_ID, piece()),
                results=stream("result", RESULT_ID, result()),
                partners=[PracticePartner(name="Vicini", role="volunteers")],
                help_offered=["visit"],
            )
        )
        record = record_of(page)
        record.last_confirmed_at = NOW
        record.save()
        confirmed = {"origin_confirmed_at": NOW, "adopter_confirmed_at": NOW}
        since = date(2025, 3, 1)
        for name, sides in (("Comune di Bari", confirmed), ("Non ancora", {})):
            Adoption.objects.create(
                practice=page, adopter_name=name, place="Bari", adopted_date=since, **sides
            )

    text = client.get(page.url).text

    assert f'id="block-{PIECE_ID}"' in text
    assert "1.250,5" in text
    assert '<th scope="row">Persone che vivono da sole' in text
    assert "8 maggio 2026" in text
    assert "Comune di Bari" in text
    assert "Non ancora" not in text
    assert "Scheda breve" not in text
    assert '"creativeWorkStatus"' in text
    assert f'#block-{PIECE_ID}"' in text


def test_cooperatives_that_take_part_or_took_it_up_lead_to_their_pages(
    hub_site: HubSite, client: Client
) -> None:
    partner, adopter = CooperativeFactory(slug="alfa"), CooperativeFactory(slug="beta")
    hidden = CooperativeFactory(slug="gamma", is_listed=False)
    page = hub_site.practice(
        partners=[PracticePartner(cooperative=one) for one in (partner, hidden)]
    )
    Adoption.objects.create(
        practice=page,
        cooperative=adopter,
        place="Bari",
        adopted_date=date(2025, 3, 1),
        origin_confirmed_at=NOW,
        adopter_confirmed_at=NOW,
    )

    text = client.get(page.url).text

    assert f'<a href="/it/cooperative/alfa/">{partner.name}</a>' in text
    assert f'<a href="/it/cooperative/beta/">{adopter.name}</a>' in text
    assert hidden.name in text
    assert "/it/cooperative/gamma/" not in text


def test_a_short_card_says_that_it_is_one(hub_site: HubSite, client: Client) -> None:
    assert "Scheda breve" in client.get(hub_site.practice().url).text


def test_what_is_not_said_is_said_openly(hub_site: HubSite, client: Client) -> None:
    page = hub_site.practice(**full_practice(what_did_not_work="", prefers_not_to_say=True))

    assert "La cooperativa preferisce non dirlo." in client.get(page.url).text


def test_practices_close_by_come_with_the_reason(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    topic = TopicFactory(name="Abitare", slug="abitare")
    with commits():
        page = hub_site.practice(title="Una", topics=[topic])
        hub_site.practice(title="Un’altra", topics=[topic])

    text = client.get(page.url).text

    assert "Stesso tema: abitare; anche in Ferrara" in text
