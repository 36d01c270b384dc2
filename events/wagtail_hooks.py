"""What the events add to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events import history
from events.admin import buttons
from events.admin.event_list import EventListViewSet


@hooks.register("register_log_actions")
def register_acts(actions: LogActionRegistry) -> None:
    """Name what staff do with registrations, for the history of the page."""
    history.register(actions)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """The screens for registrations."""
    return [path("registrations/", include("events.admin.urls"))]


@hooks.register("register_admin_viewset")
def register_list() -> EventListViewSet:
    """The list of events."""
    return EventListViewSet()


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def register_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """From an event to its registrations."""
    return buttons.page_buttons(page, user)


@hooks.register("after_edit_page")
def say_what_is_not_told(request: HttpRequest, page: Page) -> None:
    """After an event was published."""
    buttons.say_what_is_not_told(request, page)
