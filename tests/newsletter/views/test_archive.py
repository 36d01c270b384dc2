import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client

from catalogue import publishing
from newsletter import steering
from newsletter.models import MailingState
from tests.factories import HubSite
from tests.newsletter.issues import catalogued, frozen, make_issue, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

ATOM = "/{}/feeds/newsletter/atom.xml"
JSON = "/{}/feeds/newsletter/feed.json"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


def sent(hub: HubSite, title: str, at: datetime = MONDAY, **fields):
    """An issue that was on the web for a week before it left."""
    with time_machine.travel(at - timedelta(days=7), tick=False):
        mailing = frozen(hub, readers=1, title=title, **fields)
        catalogued(mailing.page)
    with time_machine.travel(at, tick=False):
        steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    return mailing


def items(client: Client, language: str = "it") -> list[dict]:
    return json.loads(client.get(JSON.format(language)).content)["items"]


def test_only_what_has_left_is_in_it_the_newest_first(hub_site, client):
    catalogued(make_issue(hub_site, title="Ancora sul web soltanto", slug="web"))
    frozen(hub_site, readers=1, title="Congelato", slug="congelato")
    sent(hub_site, "Primo", slug="primo")
    sent(hub_site, "Secondo", MONDAY + timedelta(days=30), slug="secondo")

    found = items(client)

    assert [one["title"] for one in found] == ["Secondo", "Primo"]
    assert found[1]["date_published"] == "2026-11-30T09:00:00Z"


def test_atom_says_the_same_and_can_be_asked_for_what_is_new(hub_site, client):
    sent(hub_site, "Primo", slug="primo")

    answer = client.get(ATOM.format("it"))
    feed = ET.fromstring(answer.content)
    again = client.get(ATOM.format("it"), headers={"If-None-Match": answer["ETag"]})

    assert [one.text for one in feed.iterfind("{*}entry/{*}title")] == ["Primo"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "it"
    assert again.status_code == 304
    sent(hub_site, "Secondo", slug="secondo")
    assert client.get(ATOM.format("it"), headers={"If-None-Match": answer["ETag"]}).status_code == (
        200
    )


def test_each_language_has_its_own(hub_site, client):
    issue = make_issue(hub_site, title="Chi tiene aperto", slug="chi")
    english = hub_site.in_english(issue, title="Who keeps open")
    SubscriberFactory()
    mailing = steering.freeze(page=issue)
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    catalogued(issue, english)

    assert [one["title"] for one in items(client, "it")] == ["Chi tiene aperto"]
    assert [one["title"] for one in items(client, "en")] == ["Who keeps open"]


def test_what_is_withdrawn_goes_from_the_feed_too(hub_site, client):
    mailing = sent(hub_site, "Primo", slug="primo")
    mailing.page.unpublish()
    publishing.refresh_page(page_id=mailing.page_id)

    assert items(client) == []


def test_an_issue_that_was_called_back_is_not_in_it(hub_site, client):
    mailing = started(hub_site, title="Richiamato")
    catalogued(mailing.page)
    type(mailing).objects.filter(pk=mailing.pk).update(state=MailingState.CANCELLED)

    assert items(client) == []


def test_the_archive_leads_to_its_feeds(hub_site, client):
    issue = make_issue(hub_site)
    page = client.get(issue.get_parent().get_url()).text
    head, _rest, body = page.partition("</head>")

    for address in (ATOM, JSON):
        assert f'href="{address.format("it")}"' in head
        assert f'href="{address.format("it")}"' in body


def test_it_costs_few_queries_however_many_issues_there_are(
    hub_site, client, django_assert_max_num_queries
):
    for number in range(3):
        sent(hub_site, f"Numero {number}", slug=f"n{number}")

    with django_assert_max_num_queries(8):
        items(client)
