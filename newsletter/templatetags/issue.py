"""What the templates of an issue ask for."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Entry
from newsletter import cleaning, showing

register = template.Library()

register.filter("kind_label", showing.kind_label)
register.filter("invitation", showing.invitation)
register.filter("is_foreign", showing.is_foreign)
register.filter("language_label", showing.language_label)
register.filter("in_which_language", showing.in_which_language)
register.filter("notice", showing.notice)
register.filter("tile", showing.tile)
register.filter("when", showing.when)
register.filter("day", showing.day)
register.filter("where", showing.where)


@register.filter
def mail_html(source: str) -> SafeString:
    """Editors' rich text for the HTML part."""
    return cleaning.to_html(source)


@register.filter
def plain(source: str) -> str:
    """Editors' rich text for the text part."""
    return cleaning.to_text(source)


@register.filter
def wrapped(text: str, indent: str = "") -> str:
    """Lines of the text part."""
    return cleaning.wrapped(str(text), indent)


@register.filter
def underlined(text: str, sign: str = "-") -> str:
    """A heading of the text part with its line below."""
    heading = cleaning.wrapped(str(text))
    longest = max((len(line) for line in heading.splitlines()), default=0)
    return f"{heading}\n{sign * longest}"


@register.filter
def lines(text: str) -> SafeString:
    """Text of several lines for the HTML part."""
    from django.utils.html import escape

    return mark_safe(escape(text).replace("\n", "<br />"))  # noqa: S308  escaped just before


@register.filter
def alt(entry: Entry) -> str:
    """What the picture of an entry shows."""
    return str((entry.card_data.get("image") or {}).get("alt") or "")
