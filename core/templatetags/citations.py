"""Citations, for templates of every room."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from core import citing
from core.citing import Citation
from core.models import PublicationPage

register = template.Library()


@register.simple_tag
def cited_in(publication: PublicationPage) -> list[Citation]:
    """What a publication cites."""
    return citing.cited_in(publication, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def publications_citing(page: Page) -> list[Citation]:
    """The publications that cite a page."""
    return citing.citing(page, get_language() or settings.LANGUAGE_CODE)
