"""Links to other sites: gathered from what is public, checked politely, one site at a time.

Only what every channel shows is read, so that nothing private is ever asked for. See
`core.looking` for how an address is asked, and `core.public_addresses` for which may be asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.models.entries import Entry
from catalogue.models.links import LinkUse, OutsideLink
from core.looking import Answer, look

CHUNK = 200
LONGEST = 1000
# So many in one turn, each at another site: a turn must end within a job's lease.
TURN = 5
FINE_FOR = timedelta(days=14)
AGAIN_AFTER = (timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7))
WEB = ("http://", "https://")
# What the hub itself writes into every entry.
OWN_FIELDS = frozenset({"licence", "image", "lead_image"})

Look = Callable[..., Answer]


def gather() -> int:
    """Bring the list of links in step with what is public; return how many uses changed."""
    changed = 0
    entries = Entry.objects.visible().order_by("pk").values_list("pk", "detail")
    start: int | None = 0
    while start is not None:
        rows = list(entries.filter(pk__gt=start)[:CHUNK])
        changed += _note({pk: set(links_of(detail)) for pk, detail in rows})
        start = rows[-1][0] if len(rows) == CHUNK else None
    OutsideLink.objects.filter(uses__isnull=True).delete()
    return changed


def check_due(*, at: datetime | None = None, ask: Look = look) -> int:
    """Ask for the links whose time has come, few and each at another site; return how many.

    Each is claimed first: with several workers, nobody's server is asked twice at once.
    """
    at = at or timezone.now()
    due = OutsideLink.objects.filter(due_at__lte=at, uses__isnull=False).order_by("due_at", "pk")
    hosts: dict[str, OutsideLink] = {}
    for link in due.distinct()[: TURN * 10]:
        hosts.setdefault(link.host, link)
    asked = 0
    for link in list(hosts.values())[:TURN]:
        mine = OutsideLink.objects.filter(pk=link.pk, due_at=link.due_at)
        if mine.update(due_at=at + AGAIN_AFTER[0]):
            _put_off_neighbours(link, at)
            record(link=link, answer=ask(link.url, agent=_agent()), at=at)
            asked += 1
    return asked


def record(*, link: OutsideLink, answer: Answer, at: datetime) -> None:
    """Write down what came of asking, and when to ask again."""
    failures = 0 if answer.is_fine else link.failures_in_a_row + 1
    wait = FINE_FOR if answer.is_fine else AGAIN_AFTER[min(failures, len(AGAIN_AFTER)) - 1]
    OutsideLink.objects.filter(pk=link.pk).update(
        status=answer.status or None,
        reason=answer.reason,
        failures_in_a_row=min(failures, 1000),
        failing_since=(link.failing_since or at) if failures else None,
        checked_at=at,
        due_at=at + wait,
    )


def links_of(detail: str) -> Iterator[str]:
    """The addresses on other sites in an entry's detail."""
    own = urlsplit(settings.HUB_URL).hostname
    for url in _addresses(json.loads(detail)):
        host = _host(url)
        if host and host != own and len(url) <= LONGEST:
            yield url


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in OWN_FIELDS:
                yield from _addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from _addresses(one)
    elif isinstance(value, str):
        yield from _addresses_in(value)


def _addresses_in(text: str) -> Iterator[str]:
    if text.startswith(WEB) and " " not in text.strip():
        yield text.strip()
    elif "<a " in text:
        for link in BeautifulSoup(text, "html.parser").find_all("a", href=True):
            if str(link["href"]).startswith(WEB):
                yield str(link["href"])


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


@transaction.atomic
def _note(found: dict[int, set[str]]) -> int:
    """Write the links of some entries, and forget those that they no longer have."""
    urls = set().union(*found.values()) if found else set()
    known = dict(OutsideLink.objects.filter(url__in=urls).values_list("url", "pk"))
    fresh = [OutsideLink(url=url, host=_host(url) or "") for url in sorted(urls - set(known))]
    OutsideLink.objects.bulk_create(fresh, ignore_conflicts=True)
    known = dict(OutsideLink.objects.filter(url__in=urls).values_list("url", "pk"))
    wanted = {(pk, known[url]) for pk, links in found.items() for url in links}
    held = set(LinkUse.objects.filter(entry__in=found).values_list("entry_id", "link_id"))
    LinkUse.objects.bulk_create(
        [LinkUse(entry_id=entry, link_id=link) for entry, link in sorted(wanted - held)],
        ignore_conflicts=True,
    )
    for entry, link in held - wanted:
        LinkUse.objects.filter(entry_id=entry, link_id=link).delete()
    return len(wanted ^ held)


def _put_off_neighbours(link: OutsideLink, at: datetime) -> None:
    """Nobody's site is asked twice within a minute."""
    neighbours = OutsideLink.objects.filter(host=link.host, due_at__lte=at).exclude(pk=link.pk)
    neighbours.update(due_at=at + timedelta(minutes=1))


def _agent() -> str:
    """Who is asking, and where to complain."""
    return f"CoopHub-links/1.0 (+{settings.HUB_URL})"
