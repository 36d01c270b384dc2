"""What a mail says about an entry besides title and summary: kind, when, where, language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from calls.models import CallState, call_state
from catalogue.models import Entry

KINDS: dict[str, Promise] = {
    "practice": pgettext_lazy("kind", "Practice"),
    "call": pgettext_lazy("kind", "Call"),
    "event": pgettext_lazy("kind", "Event"),
    "path": pgettext_lazy("kind", "Participation path"),
    "publication": pgettext_lazy("kind", "Publication"),
    "issue": pgettext_lazy("kind", "Newsletter"),
    "page": pgettext_lazy("kind", "Page"),
}
# What to do with it, as the words of a link.
INVITATIONS: dict[str, Promise] = {
    "practice": _("Read the practice"),
    "call": _("See the call"),
    "event": _("See the event"),
    "path": _("Follow the path"),
    "publication": _("Read the publication"),
    "issue": _("Read the issue"),
    "page": _("Read the page"),
}


def kind_label(entry: Entry) -> str:
    """The kind of an entry in one or two words; an event's own kind where it has one."""
    own = entry.card_data.get("event_kind")
    return str(own["label"] if own else KINDS.get(entry.kind, entry.kind))


def invitation(entry: Entry) -> str:
    """The words of the link to an entry."""
    return str(INVITATIONS.get(entry.kind, INVITATIONS["page"]))


def is_foreign(entry: Entry) -> bool:
    """Whether an entry is shown in another language than the one the mail is in."""
    return entry.language != get_language()


def language_label(entry: Entry) -> str:
    """In which language an entry is, as in "In Italian"."""
    return in_which_language(entry.language)


def in_which_language(code: str) -> str:
    """The same for a language."""
    name = gettext(str(get_language_info(code)["name"]))
    return gettext("In %(language)s") % {"language": name}


def notice(entry: Entry) -> str:
    """What must be known first: an event that does not take place as planned, a closed call."""
    status = entry.card_data.get("status")
    if entry.kind == "event" and status and status["code"] != "scheduled":
        return str(status["label"])
    if entry.kind == "call":
        state = _call_state(entry)
        return "" if state == CallState.OPEN else str(state.label)
    return ""


def when(entry: Entry) -> str:
    """When an event takes place or a call opens or closes; "" for other kinds."""
    if entry.kind == "event" and entry.starts_at:
        return _period(entry, entry.starts_at)
    if entry.kind == "call" and entry.closes_at:
        return _deadline(entry, entry.closes_at)
    return ""


def where(entry: Entry) -> str:
    """The place and the territories of an entry; the cooperative first, if there is one."""
    card = entry.card_data
    cooperative = (card.get("cooperative") or {}).get("name")
    place = card.get("venue") or card.get("place") or ""
    names = [place, *(one["label"] for one in card.get("territories") or [])]
    # A town is often the name of its province, too; apostrophes are written in two ways.
    places = {name.replace("’", "'").casefold(): name for name in reversed(names) if name}
    return " · ".join(filter(None, [cooperative, ", ".join(reversed(places.values()))]))


def _period(entry: Entry, starts_at: datetime) -> str:
    first, last = timezone.localtime(starts_at), entry.ends_at and timezone.localtime(entry.ends_at)
    is_all_day = bool(entry.card_data.get("is_all_day"))
    text = capfirst(_day(first) if is_all_day else f"{_day(first)}, {_hour(first)}")
    if last and last.date() != first.date():
        text += f" – {_day(last)}" if is_all_day else f" – {_day(last)}, {_hour(last)}"
    elif last and last != first and not is_all_day:
        text += f"–{_hour(last)}"
    return text if is_all_day else f"{text} {gettext('(Italian time)')}"


def _deadline(entry: Entry, closes_at: datetime) -> str:
    state, closing = _call_state(entry), timezone.localtime(closes_at)
    if state == CallState.ANNOUNCED:
        opening = timezone.localtime(_opens_at(entry))
        return gettext("Opens %(day)s at %(hour)s (Italian time)") % {
            "day": _day(opening),
            "hour": _hour(opening),
        }
    if state in {CallState.OPEN, CallState.CLOSING}:
        return gettext("Closes %(day)s at %(hour)s (Italian time)") % {
            "day": _day(closing),
            "hour": _hour(closing),
        }
    return gettext("Closed on %(day)s") % {"day": _day(closing)}


def _call_state(entry: Entry) -> CallState:
    opening = _opens_at(entry)
    has_results = bool(entry.card_data.get("has_results"))
    return call_state(opening, entry.closes_at or opening, has_results)


def _opens_at(entry: Entry) -> datetime:
    return parse_datetime(entry.card_data.get("opens_at") or "") or entry.published_at


def day(moment: datetime, format: str = "j F Y") -> str:
    """A date in words. Django writes Italian days and months with capitals, Italians do not."""
    text = date_format(timezone.localtime(moment), format)
    return text.lower() if get_language() == "it" else text


def _day(moment: datetime) -> str:
    return day(moment, "l j F Y")


def _hour(moment: datetime) -> str:
    return date_format(moment, "H:i")


@dataclass(frozen=True, slots=True)
class Tile:
    """A day as a picture."""

    day: str
    month: str


def tile(entry: Entry) -> Tile | None:
    """The day of an event, or the deadline of a call, where there is no picture to show."""
    moment = {"event": entry.starts_at, "call": entry.closes_at}.get(entry.kind)
    return Tile(day(moment, "j"), day(moment, "F")) if moment else None
