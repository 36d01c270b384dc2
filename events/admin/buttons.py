"""Ways from the editor of an event to its registrations, and what is said after publishing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from events import books, telling
from events.admin import rights
from events.models import EventBook, EventPage


def page_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Beside an event, for those who may see who registered."""
    if not issubclass(page.specific_class or Page, EventPage) or not rights.may_see(user):
        return
    event = page.specific
    if not rights.is_within(user, event):
        return
    has_book = EventBook.objects.filter(translation_key=event.translation_key).exists()
    if has_book or event.registers_here:
        yield Button(
            _("Registrations"),
            reverse("events_admin:registrations", args=[event.pk]),
            icon_name="calendar-check",
            priority=34,
        )


def say_what_is_not_told(request: HttpRequest, page: Page) -> None:
    """After an event was published with another date or state: those who registered don't know.

    Whoever may write to them finds it on the first page of the admin as well (`hub.waiting`),
    however the page went out.
    """
    if not isinstance(page, EventPage):
        return
    book = EventBook.objects.filter(translation_key=page.translation_key).first()
    source = books.source_page(page.translation_key)
    if book is None or telling.change_to_tell(book, source) is None:
        return
    text = _("Those who registered have not been told of the change yet:")
    if request.user.has_perm(rights.CHANGE):
        link = reverse("events_admin:tell", args=[page.pk])
        message = format_html('{} <a href="{}">{}</a>', text, link, _("look, and tell them"))
    else:
        message = format_html(
            "{} {}", text, _("ask a colleague who looks after the registrations.")
        )
    messages.warning(request, message)
