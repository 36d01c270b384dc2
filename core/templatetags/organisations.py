"""Organisations that pages name, for templates of every room."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from core import organisations
from core.models import Organisation

register = template.Library()


@register.filter
def current(named: Iterable[Organisation]) -> list[Organisation]:
    """Those that stand for the ones a page names now, each once."""
    return organisations.current(named)
