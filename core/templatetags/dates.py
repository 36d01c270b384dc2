"""Days inside a sentence, for templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from core import dates

register = template.Library()


@register.filter
def day_after(value: date, word: str) -> str:
    """A day with the word before it (on, from, to, since, until): "fino all’8 novembre 2026"."""
    return dates.said(word, value)


@register.filter
def moment_after(value: datetime, word: str) -> str:
    """The same with its hour: "l’08/11/2026 14:30"."""
    return dates.said(word, value, dates.MOMENT)
