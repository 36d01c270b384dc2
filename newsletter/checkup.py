"""What has changed since an issue was frozen, for a person to look at before it goes on.

Readers are looked at again for each copy (see `claiming`); this is about what the mail says, and
about whether readers can leave by one click.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalogue.models import Entry
from core.visibility import is_public, public
from newsletter import probing
from newsletter.models import Mailing

# Why a mailing waits for somebody to look at what has changed.
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is no longer as it was frozen; `code` names it in `known_changes`."""

    code: str
    message: str


class ChangedError(Exception):
    """A person should look at this first."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__("; ".join(change.code for change in changes))
        self.changes = changes


def over_at(entry: Entry) -> datetime | None:
    """When what an entry tells of is over: a call's deadline, the end of an event."""
    return entry.closes_at if entry.kind == "call" else entry.ends_at or entry.starts_at


def changes(mailing: Mailing, *, at: datetime | None = None) -> list[Change]:
    """What has changed since the freeze that nobody has said to go on with."""
    now = at or timezone.now()
    found: list[Change] = []
    if mailing.page is not None and not is_public(mailing.page):
        found.append(Change("page", _("The page of the issue is no longer public.")))
    if probing.one_click().verdict is probing.Verdict.BROKEN:
        message = _("The one-click address to unsubscribe does not answer as it should.")
        found.append(Change("one-click", message))
    keys = {
        key
        for selection in mailing.editions.values_list("selection", flat=True)
        for block_keys in selection.values()
        for key in block_keys
    }
    visible = _visible(keys)
    found += _gone(keys - set(visible))
    # An edition that goes out once more is as old as its first freeze.
    frozen_at = mailing.editions.aggregate(at=Min("frozen_at"))["at"]
    for key, entry in visible.items():
        end = over_at(entry)
        if end is not None and frozen_at and frozen_at <= end < now:
            message = _("“%(title)s” is over since the issue was frozen.")
            found.append(Change(f"over:{key}", message % {"title": entry.title}))
    return [change for change in found if change.code not in mailing.known_changes]


def insist(mailing: Mailing, *, anyway: bool) -> None:
    """Stop a person once: raises ChangedError unless they go on all the same, knowing it."""
    found = changes(mailing)
    if not found:
        return
    if not anyway:
        raise ChangedError(found)
    mailing.known_changes = [*mailing.known_changes, *(change.code for change in found)]
    mailing.save(update_fields=["known_changes"])


def _visible(keys: set[str]) -> dict[str, Entry]:
    """One entry for each item that readers can see, by the catalogue and by the pages."""
    entries = Entry.objects.visible().filter(translation_key__in=keys).order_by("pk")
    pages = Page.objects.filter(pk__in=entries.values("page"))
    readable = set(public(pages).values_list("pk", flat=True))
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.page_id in readable:
            found.setdefault(str(entry.translation_key), entry)
    return found


def _gone(keys: set[str]) -> list[Change]:
    """Items that readers of the mail would look for in vain."""
    # The page itself, because the catalogue has let go of what was withdrawn.
    pages = Page.objects.filter(translation_key__in=keys, alias_of__isnull=True).order_by("-pk")
    rows = pages.values_list("translation_key", "draft_title")
    titles = {str(key): title for key, title in rows}
    known = _("“%(title)s” is no longer public.")
    unknown = _("Something that the issue shows is no longer public.")
    return [
        Change(f"gone:{key}", known % {"title": titles[key]} if key in titles else unknown)
        for key in sorted(keys)
    ]
