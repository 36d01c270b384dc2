"""The pages of the registration, as a browser without scripts uses them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.budgeting import HOUR
from events import limiting, links
from events.models import EventPage, Registration
from tests.events.guests import ask, confirm_token, join, letters, open_event
from tests.factories import HubSite

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    return open_event(
        hub_site,
        title="Tavolo",
        slug="tavolo",
        capacity=1,
        mode="hybrid",
        online_url="https://meet.example.org/segreto",
        questions=[
            (
                "question",
                {
                    "label": "Ti fermi a pranzo?",
                    "help_text": "",
                    "choices": ["Sì", "No"],
                    "required": True,
                },
            )
        ],
    )


def address(event: EventPage) -> str:
    return f"/it/incontri/iscrizione/{event.translation_key}/"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def filled(page: BeautifulSoup, **values: str) -> dict[str, str]:
    """The form as it came, with what somebody writes into it."""
    form = page.select_one("form.signup-form")
    found = {
        str(field["name"]): str(field.get("value") or "")
        for field in form.select("input, textarea, select")
    }
    question = next((name for name in found if name.startswith("question_")), None)
    answer = {question: "Sì"} if question else {}
    return found | {"name": "Anna Bianchi", "email": "anna@example.org"} | answer | values


def send(client: Client, event: EventPage, **values: str):
    data = filled(soup(client.get(address(event))), **values)
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        return client.post(address(event), data)


def test_from_the_page_to_the_seat(event: EventPage, client: Client) -> None:
    page = soup(client.get(event.url))
    assert page.select_one(".registration-box a.button")["href"].endswith(address(event))
    assert "segreto" not in page.text

    answer = send(client, event)
    assert (answer.status_code, answer["Location"]) == (303, f"{address(event)}controlla-la-posta/")
    assert client.get(answer["Location"]).status_code == 200
    (letter,) = letters()
    assert "segreto" not in letter.body
    path = re.search(r"http://127.0.0.1:8000(/it/incontri/conferma/\S+)", str(letter.body))[1]

    assert soup(client.get(path)).select_one("form[method=post] button")
    assert Registration.objects.get().state == "pending"
    own = client.post(path, follow=True)

    assert Registration.objects.get().state == "registered"
    assert "https://meet.example.org/segreto" in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    (letter,) = letters()
    assert "https://meet.example.org/segreto" in letter.body
    assert letter.attachments[0][0] == "tavolo.ics"
    assert "In lista d’attesa" not in soup(client.get(event.url)).text
    assert soup(client.get(event.url)).select_one(".registration-box").text.count("esauriti")


def test_what_is_wrong_stands_at_the_field_and_nothing_is_lost(
    event: EventPage, client: Client
) -> None:
    answer = send(client, event, email="anna@", name="Anna Bianchi", access_needs="Una rampa")
    page = soup(answer)

    assert answer.status_code == 422
    field = page.select_one("#id_email")
    assert field["value"] == "anna@"
    assert field["aria-invalid"] == "true"
    assert page.select_one(f"#{field['aria-describedby'].split()[-1]}").text
    assert page.select_one("#id_access_needs").text.strip() == "Una rampa"
    assert page.select_one(".form-errors a")["href"] == "#id_email"


def test_programs_are_stopped_by_the_field_nobody_sees(event: EventPage, client: Client) -> None:
    assert send(client, event, hub_note="buy").status_code == 422
    assert not Registration.objects.exists()


def test_a_form_that_comes_back_at_once_is_sent_again(event: EventPage, client: Client) -> None:
    data = filled(soup(client.get(address(event))))

    assert client.post(address(event), data).status_code == 422
    assert not Registration.objects.exists()


def test_an_answer_outside_the_choices_is_refused(event: EventPage, client: Client) -> None:
    page = soup(client.get(address(event)))
    name = str(page.select_one("select[name^=question_]")["name"])

    assert send(client, event, **{name: "Forse"}).status_code == 422


def test_the_answer_does_not_tell_who_is_registered(event: EventPage, client: Client) -> None:
    join(event, "anna@example.org")

    known = send(client, event, email="anna@example.org")
    unknown = send(client, event, email="ugo@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_one_network_cannot_fill_the_room(event: EventPage, client: Client, monkeypatch) -> None:
    monkeypatch.setattr(limiting, "NETWORK_SHARES", ((HOUR, 1),))
    send(client, event, email="a@example.org")

    answer = send(client, event, email="b@example.org")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_nobody_registers_for_what_nobody_may_read(
    event: EventPage, client: Client, way: str
) -> None:
    if way == "draft":
        event.unpublish()
    elif way == "private":
        PageViewRestriction.objects.create(page=event, restriction_type="login")
    else:
        EventPage.objects.filter(pk=event.pk).update(expire_at=timezone.now())

    assert client.get(address(event)).status_code == 404


def test_invitations_open_the_form_of_their_event_only(hub_site: HubSite, client: Client) -> None:
    event = open_event(hub_site, registration_mode="invitation")
    other = open_event(hub_site, registration_mode="invitation")
    path = links.invitation_url(event).removeprefix("http://127.0.0.1:8000")

    assert soup(client.get(path)).select_one("form.signup-form")
    assert not soup(client.get(address(event))).select_one("form.signup-form")
    wrong = path.replace(str(event.translation_key), str(other.translation_key))
    assert client.get(wrong).status_code == 404


def test_looking_at_links_changes_nothing(event: EventPage, client: Client) -> None:
    registration = ask(event)
    before = Registration.objects.values().get()
    for url in (links.confirm_url(registration), links.own_url(registration)):
        for _ in range(2):
            assert client.get(url.removeprefix("http://127.0.0.1:8000")).status_code == 200

    assert Registration.objects.values().get() == before


def test_one_cancels_on_ones_own_page(event: EventPage, client: Client) -> None:
    registration, next_one = join(event), join(event)
    path = links.own_url(registration).removeprefix("http://127.0.0.1:8000")
    assert soup(client.get(path)).select_one("button.button-danger")
    mail.outbox.clear()

    client.post(path)

    next_one.refresh_from_db()
    assert next_one.state == "registered"
    assert not soup(client.get(path)).select_one("button.button-danger")


def test_the_waiting_do_not_learn_the_online_address(event: EventPage, client: Client) -> None:
    join(event)
    waiting = join(event)
    own = links.own_url(waiting).removeprefix("http://127.0.0.1:8000")

    page = client.get(own).content.decode()
    calendar = client.get(f"{own}calendario.ics").content.decode()

    assert "segreto" not in page + calendar
    assert "numero 1" in page


def test_data_can_be_taken_along_and_erased(event: EventPage, client: Client) -> None:
    registration = join(event, "anna@example.org", access_needs="Una rampa")
    path = links.own_url(registration).removeprefix("http://127.0.0.1:8000") + "i-tuoi-dati/"

    exported = client.post(path, {"action": "export"}).json()
    assert (exported["email"], exported["access_needs"]) == ("anna@example.org", "Una rampa")

    client.post(path, {"action": "erase"})
    registration.refresh_from_db()
    assert (registration.email, registration.name, registration.access_needs) == ("", "", "")
    assert registration.state == "cancelled"
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "é"])
def test_broken_links_say_so(client: Client, hub_site: HubSite, token: str) -> None:
    for path in ("conferma", "la-mia-iscrizione"):
        answer = client.get(f"/it/incontri/{path}/{token}/")
        assert answer.status_code == 404
        assert soup(answer).select_one("h1").text == "Questo link non è completo"


def test_a_link_too_old_says_so(event: EventPage, client: Client) -> None:
    token = confirm_token(ask(event))

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert client.get(f"/it/incontri/conferma/{token}/").status_code == 410


def test_the_page_says_when_and_where_before_its_text(hub_site: HubSite, client: Client) -> None:
    page = open_event(hub_site, venue="Sala civica", address="Via Roma 1", municipality="Copparo")
    head = BeautifulSoup(client.get(page.get_url()).text, "html.parser").select_one(".page-head")
    assert head is not None
    assert "Sala civica, Via Roma 1, Copparo" in head.get_text()
    assert head.select_one(f'time[datetime^="{timezone.localtime(page.starts_at):%Y-%m-%d}"]')


def test_an_event_moved_within_its_day_tells_the_hour_that_was_said_before(
    hub_site: HubSite, client: Client
) -> None:
    noon = timezone.localtime(timezone.now() + timedelta(days=9)).replace(hour=12, minute=0)
    moved = open_event(hub_site, starts_at=noon, previous_starts_at=noon.replace(hour=9))
    assert "doveva iniziare alle 09:00" in client.get(moved.get_url()).text

    later = open_event(hub_site, starts_at=noon, previous_starts_at=noon - timedelta(days=1))
    assert "La data è cambiata" in client.get(later.get_url()).text
