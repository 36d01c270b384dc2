"""What people say of a practice: public with their consent, and never without."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from catalogue.models import Entry
from practices.models import Consent, PracticePage
from practices.models import Testimony as Said  # pytest would take it for a test
from tests.catalogue.conftest import Commits, commits
from tests.factories import AdminFactory, HubSite

__all__ = ["commits"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(hub_site: HubSite, commits: Commits) -> PracticePage:
    with commits():
        page: PracticePage = hub_site.practice(title="Orto")
    return page


def words_about(practice: PracticePage, **fields: Any) -> Said:
    wanted: dict[str, Any] = {
        "practice": practice,
        "text": "Qui ho trovato un mestiere.",
        "name": "Lia",
        "role": "lavora nell’orto dal 2022",
        "consent": Consent.GIVEN,
        "consent_date": date(2026, 3, 1),
        "consent_note": "Modulo firmato",
    }
    return Said.objects.create(**wanted | fields)


def told(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Entry.objects.get(page_id=page.pk).detail)[
        "testimonies"
    ]
    return found


def test_with_consent_it_is_shown_and_told(
    practice: PracticePage, client: Client, commits: Commits
) -> None:
    with commits():
        words_about(practice, is_pseudonym=True)

    [one] = told(practice)
    assert one == {
        "text": "Qui ho trovato un mestiere.",
        "language": "it",
        "name": "Lia",
        "is_pseudonym": True,
        "role": "lavora nell’orto dal 2022",
    }
    page = client.get(practice.url).text
    assert "Qui ho trovato un mestiere." in page
    assert "Lia" in page
    assert "non è il suo vero nome" in page
    assert "Modulo firmato" not in page


@pytest.mark.parametrize("consent", [Consent.NOT_YET, Consent.WITHDRAWN])
def test_without_consent_nobody_sees_it(
    practice: PracticePage, client: Client, commits: Commits, consent: Consent
) -> None:
    with commits():
        words_about(practice, consent=consent)

    assert told(practice) == []
    assert "mestiere" not in client.get(practice.url).text


def test_a_consent_that_is_withdrawn_counts_at_once_in_every_language(
    practice: PracticePage, hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        english = hub_site.in_english(practice, title="Garden")
        said = words_about(practice, text_en="Here I found a trade.")
    assert told(english)[0]["text"] == "Here I found a trade."
    assert "Here I found a trade." in client.get(english.url).text

    with commits():
        said.consent = Consent.WITHDRAWN
        said.save()

    assert told(practice) == told(english) == []
    assert "Here I found a trade." not in client.get(english.url).text


def test_words_that_are_not_translated_say_in_which_language_they_are(
    practice: PracticePage, hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        english = hub_site.in_english(practice)
        words_about(practice)

    assert told(english)[0]["language"] == "it"
    assert '<blockquote lang="it">' in client.get(english.url).text


def test_a_consent_has_its_day(practice: PracticePage) -> None:
    for day in (None, timezone.localdate() + timedelta(days=1)):
        said = Said(
            practice=practice, text="x", name="Lia", role="y", consent="given", consent_date=day
        )
        with pytest.raises(ValidationError) as error:
            said.full_clean()
        assert "consent_date" in error.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        words_about(practice, consent_date=None)


def test_staff_write_it_down_in_the_admin(practice: PracticePage, client: Client) -> None:
    client.force_login(AdminFactory())
    answer = client.post(
        "/admin/snippets/practices/testimony/add/",
        {
            "practice": practice.pk,
            "text": "Qui ho trovato un mestiere.",
            "name": "Lia",
            "role": "socia",
            "consent": "not-yet",
        },
    )

    assert answer.status_code == 302
    assert not Said.objects.consented().exists()
