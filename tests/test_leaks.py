"""Nothing hidden is ever shown, in any channel.

Canaries are planted in everything that must stay hidden (see `tests.planting`); then every public
address is read, found by its pattern or by a link, and the newsletter is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from api import filters
from catalogue import publishing
from catalogue.models import Change, CuratedCollection, Entry
from core.media import HubImage
from newsletter import links, sending, steering
from newsletter.models import Subscriber
from tests.catalogue.conftest import Commits, commits
from tests.crawling import Crawl, patterns
from tests.factories import HubSite
from tests.newsletter.issues import FakeProvider
from tests.planting import BAIT, CANARY, COOPERATIVE, Garden, plant

__all__ = ["commits"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVENT = "incontro-in-linea"
FOUND = re.compile(rf"{CANARY}[\w-]*", re.IGNORECASE)
# Addresses with a gap that only a person's own mail fills; they are read below, with links.
OWN = {"token", "provider", "restriction_id", "page_view_restriction_id", "path"}


@pytest.fixture
def garden(hub_site: HubSite, commits: Commits) -> Iterator[Garden]:
    """Everything planted, at the moment when what expires has expired."""
    planted = plant(hub_site, commits)
    with time_machine.travel(planted.ripe_at):
        yield planted


def starting_points(garden: Garden) -> list[str]:
    """Every pattern filled with everything that fits, and what one may ask of lists."""
    uids = {str(uid) for uid in Change.objects.values_list("uid", flat=True)}
    uids |= {str(page.uid) for page in garden.hidden + garden.expiring}
    slugs = list(CuratedCollection.objects.values_list("slug", flat=True))
    keys = {str(page.translation_key) for page in garden.hidden + garden.expiring + garden.living}
    paths = [f"/{path}" for pattern in patterns() for path in _filled(pattern, uids, slugs, keys)]
    paths += [
        page.url
        for page in (*garden.hidden, *garden.expiring, *garden.living, garden.issue)
        if page.url
    ]
    paths += garden.old_addresses
    paths += [
        f"/{language}/{word}/?q={BAIT}" for language, word in (("it", "cerca"), ("en", "search"))
    ]
    entries = "/api/v1/entries/?limit=3"
    for kind, language, view in product(filters.KINDS, filters.LANGUAGES, ("card", "full")):
        paths.append(f"{entries}&kind={kind}&language={language}&view={view}")
    paths += [f"{entries}&order={order}" for order in filters.ORDERS]
    paths += [f"{entries}&collection={slug}&view=full" for slug in slugs]
    for slug, language in product(slugs, filters.LANGUAGES):
        paths.append(f"/api/v1/collections/{slug}/entries/?view=full&language={language}")
    return paths


def _filled(pattern: str, uids: set[str], slugs: list[str], keys: set[str]) -> list[str]:
    gaps = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    if "(" in pattern:  # Wagtail's own: pages are read by their addresses
        return []
    if not gaps:
        return [pattern]
    if set(gaps) & OWN:
        return []
    values = {
        "uid": sorted(uids),
        "slug": [*slugs, COOPERATIVE],
        "code": [COOPERATIVE],
        "key": sorted(keys),
        "section": ["entries", "views", "pages"],
        "kind": ["path", "event"],
        "subject": sorted(keys),
        "word": ["emilia-romagna", "038"],
    }
    fillings = product(*(values[gap] for gap in gaps))
    return [_with(pattern, filling) for filling in fillings]


def _with(pattern: str, filling: tuple[str, ...]) -> str:
    for value in filling:
        pattern = re.sub(r"<[^>]+>", value, pattern, count=1)
    return pattern


def crawl(paths: list[str], *, follows_links: bool = False) -> Crawl:
    reading = Crawl(Client(), follows_links)
    reading.add(paths)
    return reading.run()


def leaks(texts: dict[str, str]) -> dict[str, set[str]]:
    found = {where: set(FOUND.findall(text)) for where, text in texts.items()}
    return {where: canaries for where, canaries in found.items() if canaries}


def shown(reading: Crawl) -> dict[str, set[str]]:
    return leaks({path: answer.text for path, answer in reading.answers.items()})


def test_no_public_address_shows_anything_hidden(
    garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    reading = crawl(starting_points(garden), follows_links=True)

    assert shown(reading) == {}
    assert f"{CANARY}-active" not in caplog.text
    statuses = [answer.status for answer in reading.answers.values()]
    assert max(statuses) < 500
    assert statuses.count(200) > 100
    for page in garden.living:  # it was really read
        assert any(page.title in answer.text for answer in reading.answers.values())


def test_after_the_timed_jobs_nobody_names_what_has_expired(
    hub_site: HubSite, commits: Commits
) -> None:
    garden = plant(hub_site, commits, mentions_expiring=True)
    with time_machine.travel(garden.ripe_at):
        with commits():
            publishing.withdraw_expired()
        before = shown(crawl(starting_points(garden)))
        with commits():
            call_command("publish_scheduled")
            call_command("reconcile")
        after = shown(crawl(starting_points(garden)))

    assert before == after == {}


def test_the_catalogue_holds_nothing_hidden_that_it_might_show(garden: Garden) -> None:
    rows = Entry.objects.visible().values_list("pk", "card", "detail")

    assert leaks({f"entry {pk}": card + detail for pk, card, detail in rows}) == {}


def test_a_leak_would_be_found(garden: Garden, commits: Commits) -> None:
    with commits():
        PageViewRestriction.objects.all().delete()
    found = set().union(*shown(crawl(starting_points(garden))).values())

    assert {f"{CANARY}-private", f"{CANARY}-private-section"} <= found
    assert f"{CANARY}-in-private-section" in found


def test_the_newsletter_carries_nothing_hidden(garden: Garden) -> None:
    mailing = steering.freeze(page=garden.issue)
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    provider = FakeProvider()
    sending.run(mailing_id=mailing.pk, seconds=60, provider=provider)
    texts = {}
    for message in provider.taken:
        own = str(message["To"])
        parts = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
        head = "\n".join(f"{name}: {value}" for name, value in message.items())
        texts[own] = "\n".join([head, *parts]).replace(own, "")

    assert len(texts) == 3
    assert leaks(texts) == {}
    assert all("Con rimandi" in text for text in texts.values())


def test_the_archive_stays_clean_when_what_was_sent_is_hidden_later(
    garden: Garden, commits: Commits
) -> None:
    mailing = steering.freeze(page=garden.issue)
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    archive = [garden.issue.url, "/it/newsletter/"]
    told, event = (page for page in garden.living if page.slug in {"con-rimandi", EVENT})
    assert all(page.title in words_of(crawl(archive)) for page in (told, event))

    with commits():
        told.unpublish()
        PageViewRestriction.objects.create(page=event, restriction_type="login")

    reading = crawl(archive, follows_links=True)
    assert shown(reading) == {}
    assert not any(page.title in words_of(reading) for page in (told, event))


def words_of(reading: Crawl) -> str:
    return "\n".join(answer.text for answer in reading.answers.values())


def test_a_hidden_picture_would_be_recognised(garden: Garden) -> None:
    """In any size and format that the hub makes of it."""
    picture = HubImage.objects.get(title=f"{CANARY}-private-picture")
    picture.collection.view_restrictions.all().delete()
    sizes = [picture.get_rendition(rule) for rule in ("fill-40x40", "width-60|format-webp")]

    assert set().union(*shown(crawl([size.url for size in sizes])).values()) == {
        f"{CANARY}-picture"
    }


def test_a_readers_own_pages_show_nobody_else(garden: Garden) -> None:
    anna = Subscriber.objects.get(email="anna@example.org")
    reading = crawl(own_addresses(anna))

    assert shown(reading) == {}
    assert {answer.status for answer in reading.answers.values()} == {200}


def own_addresses(reader: Subscriber) -> list[str]:
    addresses: list[Any] = [
        links.preferences_url(reader),
        links.unsubscribe_url(reader),
    ]
    return [str(address).removeprefix("http://127.0.0.1:8000") for address in addresses]


def test_signing_up_tells_nothing_about_who_is_known(garden: Garden) -> None:
    answers = []
    for address in (f"{CANARY}-active@example.org", "nobody@example.org"):
        client = Client()
        page = client.get("/it/newsletter/iscrizione/")
        with time_machine.travel(garden.ripe_at + timedelta(minutes=1)):  # people need some time
            answer = client.post("/it/newsletter/iscrizione/", form_of(page, address), follow=True)
        answers.append((answer.status_code, answer.redirect_chain, without_tokens(answer)))

    assert answers[0] == answers[1]
    assert answers[0][1], "the form was not accepted"
    assert leaks({"sign-up": answers[0][2]}) == {}


def form_of(page: Any, address: str) -> dict[str, str]:
    """The hidden fields of a form, and an address."""
    hidden = re.findall(
        r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.content.decode()
    )
    return dict(hidden) | {"email": address, "consent": "on"}


def without_tokens(answer: Any) -> str:
    return re.sub(r'value="[^"]*"', "", answer.content.decode())
