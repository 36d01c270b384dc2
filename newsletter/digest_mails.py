"""What a digest says: its mail, composed from what is new for a group of readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.languages import for_reader
from catalogue.models import Entry
from newsletter import keeping, rendering
from newsletter.composing import Card, Composition, Piece
from newsletter.models import DigestPlan, Frequency
from newsletter.novelty import Group
from newsletter.rendering import Rendering

HEADINGS = {
    "issue": gettext_lazy("Issues of the newsletter"),
    "practice": gettext_lazy("Practices"),
    "call": gettext_lazy("Open calls"),
    "event": gettext_lazy("Coming events"),
    "path": gettext_lazy("Participation paths"),
}
TITLES = {
    Frequency.WEEKLY: gettext_lazy("This week on %(hub)s"),
    Frequency.MONTHLY: gettext_lazy("This month on %(hub)s"),
}


def entries_of(group: Group, now: datetime) -> list[Entry]:
    """The entries of a group in its language, or the one there is, in the order of the group."""
    found = for_reader(Entry.objects.visible(now), group.choice.language).filter(
        translation_key__in=group.keys
    )
    by_key = {str(entry.translation_key): entry for entry in found}
    return [by_key[key] for key in group.keys if key in by_key]


def fitted(
    plan: DigestPlan, group: Group, entries: list[Entry], key: str, now: datetime
) -> tuple[Rendering, int]:
    """The mail with as many of the entries, the oldest first, as mail programs show; how many."""
    count = len(entries)
    while True:
        has_more = group.has_more or count < len(entries)
        composed = compose(
            plan.frequency, group.choice.language, entries[:count], now, has_more=has_more
        )
        rendered = keeping.with_kept_pictures(rendering.render_composition(composed, key, at=now))
        if rendered.size <= rendering.BLOCK_SIZE or count == 1:
            return rendered, count
        count = max(1, min(count - 1, count * rendering.BLOCK_SIZE // rendered.size))


def compose(
    frequency: str,
    language: str,
    entries: Iterable[Entry],
    now: datetime,
    *,
    has_more: bool = False,
) -> Composition:
    """What a digest says, in the language of the moment; with `has_more` where the rest is."""
    pieces: dict[str, Piece] = {}
    for entry in entries:
        piece = pieces.setdefault(entry.kind, Piece("entries", f"digest-{entry.kind}"))
        piece.cards.append(Card(entry))
    ordered = [pieces[kind] for kind in HEADINGS if kind in pieces]
    for piece in ordered:
        kind = piece.block_id.partition("-")[2]
        piece.values = {"title": str(HEADINGS[kind]), "words": ""}
    titles = [card.entry.title for piece in ordered for card in piece.cards]
    if has_more:
        ordered.append(_more(language))
    count = len(titles)
    title = str(TITLES[Frequency(frequency)]) % {"hub": settings.HUB_NAME}
    summary = ngettext(
        "%(count)d thing that is new and may interest you.",
        "%(count)d things that are new and may interest you.",
        count,
    )
    day = date_format(timezone.localtime(now), "j F")
    return Composition(
        language=language,
        title=title,
        subject=_("%(first)s – %(title)s, %(day)s")
        % {"first": _shortened(titles[0]), "title": title, "day": day},
        preheader=" · ".join(titles[1:4]) or summary % {"count": count},
        summary=summary % {"count": count},
        url="",
        pieces=ordered,
    )


def _more(language: str) -> Piece:
    """Where the rest is to be found, for who does not want to wait for the next digest."""
    words = {
        "title": _("There is more"),
        "text": _("Not everything that is new fits into one mail. The rest comes next time."),
        "label": _("See it on the web"),
        "url": f"{settings.HUB_URL}/{language}/",
    }
    return Piece("call_to_action", "digest-more", words)


def _shortened(title: str, most: int = 50) -> str:
    if len(title) <= most:
        return title
    return f"{title[:most].rsplit(' ', 1)[0]} …"
