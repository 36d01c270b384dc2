"""What waits around registrations is put in front of those who may act on it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import waiting
from core.models import Letter
from events import telling
from events.models import EventBook, EventPage
from hub.setting_up import EDITORS, PUBLISHERS
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.events.guests import join, open_event
from tests.factories import AdminFactory, HubSite
from tests.hub.test_waiting import lines, member, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(hub_site: HubSite) -> HubSite:
    set_up_groups()
    return hub_site


def changed(site: HubSite, **fields) -> EventPage:
    """An event with a guest, published with another place since."""
    event = open_event(site, **fields)
    join(event)
    event.venue = "Un’altra sala"
    event.save_revision().publish()
    return event


def line(user, words: str) -> waiting.Line:
    [found] = [one for one in lines(user) if words in one.text]
    return found


def test_a_change_leads_to_the_screen_that_tells_it(site: HubSite, client: Client) -> None:
    event = changed(site, title="Tavolo")
    publisher = member(PUBLISHERS)

    found = line(publisher, "è cambiato")
    assert found.names == ("Tavolo",)
    client.force_login(publisher)
    assert "Un’altra sala" in client.get(found.url).text
    assert f"/{event.pk}/tell/" in found.url

    telling.tell(book_id=EventBook.objects.get().pk, kind="place")
    assert not any("cambiat" in text for text in texts(publisher))


def test_several_changes_lead_to_a_list_of_them(site: HubSite, client: Client) -> None:
    changed(site, title="Tavolo"), changed(site, title="Assemblea")
    open_event(site, title="Immutato")
    publisher = member(PUBLISHERS)
    client.force_login(publisher)

    page = client.get(line(publisher, "2 appuntamenti sono cambiati").url)

    assert {one.title for one in page.context["object_list"]} == {"Tavolo", "Assemblea"}


def test_who_may_not_write_to_guests_is_not_asked(site: HubSite) -> None:
    changed(site)
    assert not any("cambiato" in text for text in texts(member(EDITORS)))


def test_regional_editors_are_asked_about_their_regions(site: HubSite) -> None:
    editor = regional_editor("08")
    editor.user_permissions.add(Permission.objects.get(codename="change_registration"))
    changed(site, title="Lontano", territories=[elsewhere()])
    assert not any("cambiat" in text for text in texts(editor))
    changed(site, title="Vicino", territories=[ferrara()])
    editor = type(editor).objects.get(pk=editor.pk)
    assert line(editor, "è cambiato").names == ("Vicino",)


def test_a_queue_leads_to_who_waits(site: HubSite, client: Client) -> None:
    event = open_event(site, title="Tavolo", capacity=1)
    join(event), join(event)
    publisher = member(PUBLISHERS)

    found = line(publisher, "aspettano un posto")

    assert (found.names, found.url) == (("Tavolo",), f"/admin/registrations/{event.pk}/")
    other = open_event(site, title="Assemblea", capacity=1)
    join(other), join(other)
    client.force_login(publisher)
    page = client.get(line(publisher, "aspettano un posto").url)
    assert {one.title for one in page.context["object_list"]} == {"Tavolo", "Assemblea"}


def test_whom_mail_did_not_reach_leads_to_the_list_and_stands_in_one_line(
    site: HubSite, client: Client
) -> None:
    event = open_event(site, title="Tavolo")
    missed = join(event, "ada@example.org", name="Ada Neri")
    join(event)
    Letter.objects.filter(purpose="events.registered", about_id=missed.pk).update(state="failed")
    publisher = member(PUBLISHERS)

    assert not any("e-mail a singole persone" in text for text in texts(publisher))
    found = line(publisher, "non è stata raggiunta")
    assert "Ada" not in f"{found}"
    client.force_login(publisher)
    page = client.get(found.url).text
    assert page.count("Non raggiunta per e-mail") == 1


def test_the_queries_do_not_grow_with_events(site: HubSite) -> None:
    def count() -> int:
        person = AdminFactory()
        with CaptureQueriesContext(connection) as queries:
            waiting.sections(person)
        return len(queries)

    def trouble() -> None:
        event = changed(site, capacity=1)
        join(event)
        Letter.objects.filter(purpose="events.registered").update(state="failed")

    for _each in range(waiting.NAMED):
        trouble()
    count()
    few = count()
    for _each in range(2):
        trouble()
    assert count() <= few
