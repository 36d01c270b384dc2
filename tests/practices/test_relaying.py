"""A visitor writes to a cooperative through the hub."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from core import posting
from core.models.letter import Letter, LetterState
from practices import relaying
from practices.models import (
    ClaimStatus,
    Cooperative,
    CooperativeContact,
    Lifecycle,
    RelayedMessage,
)
from practices.recording import trace
from tests.crowds import Crowd, at_once, mistakes, trying
from tests.factories import CooperativeFactory, HubSite, build_hub

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db

FORM, DONE = "/it/cooperative/alfa/scrivi/", "/it/cooperative/alfa/scritto/"
PAGE = "/it/cooperative/alfa/"
WORDS = {"name": "Ada Bo", "email": "ada@example.org", "text": "Come avete cominciato?\nGrazie."}


@pytest.fixture
def alfa(hub_site: HubSite) -> Cooperative:
    found = CooperativeFactory(
        name="Alfa", slug="alfa", is_listed=True, claim_status=ClaimStatus.CLAIMED
    )
    CooperativeContact.objects.create(cooperative=found, name="Bo", email="bo@private.example.org")
    return found


def write(client: Client, address: str = FORM, **words: Any) -> Any:
    """Open the form, take some time, send it."""
    return client.post(address, WORDS | {"stamp": earlier(client, address)} | words)


def earlier(client: Client, address: str = FORM) -> str:
    """The stamp of a form that was opened twenty seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=20)):
        stamp: str = client.get(address).context["form"]["stamp"].value()
    return stamp


def sent() -> Any:
    posting.send_due()
    [message] = mail.outbox
    return message


class TestAMessage:
    def test_reaches_the_private_contact_and_shows_who_writes(
        self, client: Client, alfa: Cooperative
    ) -> None:
        answer = write(client)

        assert (answer.status_code, answer["Location"]) == (303, DONE)
        message = sent()
        assert message.to == ["bo@private.example.org"]
        assert message.extra_headers["Reply-To"] == "Ada Bo <ada@example.org>"
        assert "Come avete cominciato?\nGrazie." in message.body
        assert "ada@example.org" in message.body

    def test_shows_the_contact_to_nobody(self, client: Client, alfa: Cooperative) -> None:
        pages = [client.get(PAGE), client.get(FORM), write(client), client.get(DONE)]

        assert not any("private.example.org" in page.text for page in pages)

    def test_about_a_practice_goes_to_who_answers_for_it(
        self, client: Client, alfa: Cooperative, hub_site: HubSite
    ) -> None:
        practice = hub_site.practice(title="Orto", lead_cooperative=alfa)
        trace(practice=practice, origin="editorial", contact_email="orto@private.example.org")
        page = client.get(practice.url).text
        address = f"{FORM}?about={practice.translation_key}"
        assert address in page

        write(client, address)

        message = sent()
        assert message.to == ["orto@private.example.org"]
        assert "«Orto»" in message.body
        assert practice.full_url in message.body

    def test_is_not_kept_longer_than_it_takes(self, client: Client, alfa: Cooperative) -> None:
        write(client)
        assert relaying.wipe() == 0
        posting.send_due()

        assert relaying.wipe() == 1

        kept = RelayedMessage.objects.get()
        assert (kept.name, kept.email, kept.text) == ("", "", "")
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
            relaying.wipe()
        assert not RelayedMessage.objects.exists()

    def test_that_could_not_leave_is_wiped_too(self, client: Client, alfa: Cooperative) -> None:
        write(client)
        Letter.objects.update(state=LetterState.FAILED)

        assert relaying.wipe() == 1

    def test_does_not_leave_when_the_cooperative_has_stopped_taking_any(
        self, client: Client, alfa: Cooperative
    ) -> None:
        write(client)
        Cooperative.objects.update(takes_messages=False)
        posting.send_due()

        assert not mail.outbox
        assert relaying.wipe() == 1

    def test_of_somebody_in_another_language_reads_well(
        self, client: Client, alfa: Cooperative
    ) -> None:
        answer = write(client, "/en/cooperatives/alfa/write/")

        assert answer["Location"] == "/en/cooperatives/alfa/written/"
        assert "your message" in client.get(answer["Location"]).text.lower()


class TestNoForm:
    @pytest.mark.parametrize(
        "fields",
        [
            {"claim_status": ClaimStatus.UNCLAIMED},
            {"claim_status": ClaimStatus.INVITED},
            {"takes_messages": False},
            {"lifecycle": Lifecycle.CLOSED},
            {"is_listed": False},
        ],
    )
    def test_where_the_cooperative_does_not_take_messages(
        self, client: Client, alfa: Cooperative, fields: dict[str, Any]
    ) -> None:
        Cooperative.objects.update(**fields)

        assert client.get(FORM).status_code == 404
        assert client.post(FORM, WORDS).status_code == 404
        assert FORM not in client.get(PAGE).text

    def test_where_nobody_is_known(self, client: Client, alfa: Cooperative) -> None:
        CooperativeContact.objects.all().delete()

        assert client.get(FORM).status_code == 404
        assert FORM not in client.get(PAGE).text

    def test_about_a_practice_of_another_cooperative_or_a_draft(
        self, client: Client, alfa: Cooperative, hub_site: HubSite
    ) -> None:
        for practice in (
            hub_site.practice(),
            hub_site.practice(lead_cooperative=alfa, publish=False),
        ):
            assert client.get(f"{FORM}?about={practice.translation_key}").status_code == 404
        assert client.get(f"{FORM}?about=orto").status_code == 404


class TestDefences:
    def test_a_form_sent_at_once_comes_back_filled(self, client: Client, alfa: Cooperative) -> None:
        stamp = client.get(FORM).context["form"]["stamp"].value()

        answer = client.post(FORM, WORDS | {"stamp": stamp})

        assert answer.status_code == 422
        assert "Come avete cominciato?" in answer.text
        assert not RelayedMessage.objects.exists()

    def test_a_hidden_field_catches_programs(self, client: Client, alfa: Cooperative) -> None:
        assert write(client, hub_note="x").status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "ada"},
            {"email": "ada@example.org\nBcc: x@example.org"},
            {"name": "https://example.org"},
            {"text": "Ciao"},
            {"text": "a" * 3001},
            {"name": ""},
        ],
    )
    def test_what_cannot_be_answered_comes_back(
        self, client: Client, alfa: Cooperative, wrong: dict[str, str]
    ) -> None:
        assert write(client, **wrong).status_code == 422
        assert not Letter.objects.exists()

    def test_a_name_stays_on_one_line_in_the_headers(
        self, client: Client, alfa: Cooperative
    ) -> None:
        write(client, name="Ada\r\nBcc: tutti@example.org")

        message = sent().message()
        assert message["Bcc"] is None
        assert "ada@example.org" in message["Reply-To"]

    def test_markup_is_shown_as_text(self, client: Client, alfa: Cooperative) -> None:
        write(client, text="<script>alert(1)</script> e altro")

        html = sent().alternatives[0][0]
        assert "<script>" not in html

    def test_one_network_has_its_share(
        self, client: Client, alfa: Cooperative, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relaying, "FROM_NETWORK", 2)
        assert [write(client).status_code for _each in range(3)] == [303, 303, 429]

        words = WORDS | {"stamp": earlier(client)}
        other = client.post(FORM, words, REMOTE_ADDR="192.0.2.7")
        assert other.status_code == 303

    def test_one_cooperative_gets_so_many_a_day(
        self, client: Client, alfa: Cooperative, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relaying, "TO_ONE", 1)

        assert [write(client).status_code for _each in range(2)] == [303, 429]

    def test_looking_changes_nothing(self, client: Client, alfa: Cooperative) -> None:
        for address in (FORM, DONE, f"{FORM}?text=ciao"):
            client.get(address)
            client.head(address)

        assert not RelayedMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_the_last_place_goes_to_one(
    at_once: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_hub()
    alfa = CooperativeFactory(
        is_listed=True, claim_status=ClaimStatus.CLAIMED, public_email="alfa@example.org"
    )
    monkeypatch.setattr(relaying, "TO_ONE", 1)
    job = partial(
        relaying.relay, cooperative=alfa, name="Ada", email="a@example.org", text="x", network="n"
    )

    results = at_once(*[trying(job)] * 3)

    assert not mistakes(results, relaying.TooManyMessages)
    assert RelayedMessage.objects.count() == 1
