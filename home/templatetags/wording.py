"""Words for what the templates of the site show: states, languages, kinds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as ListPage
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.models import AbstractImage

from calls.models import CallState, call_state
from catalogue.models import Entry
from core.licences import LICENCE_ADDRESSES
from core.models import Territory

register = template.Library()

KINDS: dict[str, Promise] = {
    "practice": pgettext_lazy("kind", "Practice"),
    "call": pgettext_lazy("kind", "Call"),
    "event": pgettext_lazy("kind", "Event"),
    "path": pgettext_lazy("kind", "Participation path"),
    "publication": pgettext_lazy("kind", "Publication"),
    "issue": pgettext_lazy("kind", "Newsletter"),
    "page": pgettext_lazy("kind", "Page"),
}
KINDS_IN_PLURAL: dict[str, Promise] = {
    "practice": pgettext_lazy("kinds", "Practices"),
    "call": pgettext_lazy("kinds", "Calls"),
    "event": pgettext_lazy("kinds", "Events"),
    "path": pgettext_lazy("kinds", "Participation paths"),
    "publication": pgettext_lazy("kinds", "Publications"),
    "issue": pgettext_lazy("kinds", "Newsletter issues"),
    "page": pgettext_lazy("kinds", "Pages"),
}
PHASES: dict[str, Promise] = {
    "done": _("Done"),
    "active": _("Going on now"),
    "coming": _("To come"),
}


HEADINGS: dict[str, Promise] = {
    "practice": pgettext_lazy("heading", "Practices"),
    "call": pgettext_lazy("heading", "Calls"),
    "event": pgettext_lazy("heading", "Events"),
    "path": pgettext_lazy("heading", "Participation paths"),
    "issue": pgettext_lazy("heading", "Newsletter"),
    "page": pgettext_lazy("heading", "Pages"),
}


@register.filter
def kind_heading(kind: str) -> str:
    """The heading over entries of a kind."""
    return str(HEADINGS.get(kind, kind))


@register.filter
def bare_address(url: str) -> str:
    """An address as people read it: without "https://", and not broken by a last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


@register.filter
def kind_name(kind: str) -> str:
    """The word for a kind of entry."""
    return str(KINDS.get(kind, kind))


@register.filter
def kinds_name(kind: str) -> str:
    """The word for contents of a kind, above a list of them."""
    return str(KINDS_IN_PLURAL.get(kind, kind))


@register.filter
def place_name(territory: Territory) -> str:
    """The name of a territory in the reader's language."""
    return territory.label(get_language() or settings.LANGUAGE_CODE)


@register.filter
def address_part(territory: Territory) -> str:
    """How a territory is called in addresses of the reader's language."""
    return territory.address_part(get_language() or settings.LANGUAGE_CODE)


@register.filter
def count_of(counts: dict[str, int], code: str) -> int:
    """The number that stands under a code; 0 where there is none."""
    return counts.get(code, 0)


@register.filter
def language_noun(code: str) -> str:
    """The name of a language as it stands in a sentence of the reader's language."""
    return gettext(str(get_language_info(code)["name"]))


@register.filter
def in_language(code: str) -> str:
    """Say in which language something is: "In Italian"."""
    return gettext("In %(language)s") % {"language": language_noun(code)}


@register.filter
def long_day(value: date | None) -> str:
    """A day with its weekday, as it stands inside a sentence: "martedì 24 novembre 2026"."""
    return _inside_a_sentence(value, "l j F Y")


@register.filter
def long_date(value: date | None) -> str:
    """A day without its weekday: "24 novembre 2026"."""
    return _inside_a_sentence(value, "j F Y")


@register.filter
def month(value: date | None) -> str:
    """A month with its year: "novembre 2026"."""
    return _inside_a_sentence(value, "F Y")


@register.filter
def euro(amount: Decimal) -> str:
    """An amount of money: cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimal_pos=places, force_grouping=True)}\N{NO-BREAK SPACE}€"


@register.filter
def known_date(value: date | None, precision: str) -> str:
    """A date as exactly as it is known: a day, a month or a year."""
    shapes = {"year": "Y", "month": "F Y"}
    return _inside_a_sentence(value, shapes.get(precision, "j F Y"))


def _inside_a_sentence(value: date | None, shape: str) -> str:
    """Write a date in the hub's time zone."""
    if value is None:
        return ""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, shape)


@register.filter
def place_line(card: dict[str, Any]) -> str:
    """Where something is: the place and its territories, nothing twice."""
    names = [card.get("place") or card.get("venue") or ""]
    names += [territory["label"] for territory in card.get("territories", [])]
    return ", ".join(dict.fromkeys(name for name in names if name))


@register.filter
def foreign(entry: Entry) -> bool:
    """Whether an entry is shown in another language than the reader's."""
    return entry.language != get_language()


@register.filter
def opens_at(entry: Entry) -> datetime:
    """When a call opens."""
    return parse_datetime(entry.card_data.get("opens_at") or "") or entry.published_at


@register.filter
def state_of_call(entry: Entry) -> CallState:
    """Where a call stands at this moment."""
    opening = opens_at(entry)
    has_results = bool(entry.card_data.get("has_results"))
    return call_state(opening, entry.closes_at or opening, has_results)


@register.filter
def phase_state(phase: StreamValue.StreamChild, states: dict[str, str]) -> dict[str, Any]:
    """Whether a phase of a path is done, going on or to come; nothing where nothing says so."""
    code = states.get(phase.id) or "undated"
    return {"code": code, "label": PHASES.get(code, "")}


@register.filter
def page_range(page: ListPage[Any]) -> list[int | str]:
    """The page numbers to show: first, last, and those around the current one."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def licence_url(code: str) -> str:
    """The address of a licence's own text."""
    return LICENCE_ADDRESSES.get(code, "")


@register.filter
def alt_text(image: AbstractImage) -> str:
    """What a picture in the body shows; nothing where it is only an ornament."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or str(image.description)


@register.filter
def as_list(value: Any) -> list[Any]:
    """A list of one thing, or of none."""
    return [] if value is None else [value]
