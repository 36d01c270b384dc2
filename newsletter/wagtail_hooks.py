"""What the newsletter adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from newsletter import history
from newsletter.admin import buttons
from newsletter.admin.groups import SegmentViewSet
from newsletter.views.subscriber_sheet import ACTS
from newsletter.viewsets import DigestPlanViewSet, SubscriberViewSet


@hooks.register("register_log_actions")
def register_reader_acts(actions: LogActionRegistry) -> None:
    """Name what staff do for readers, for the site's history."""
    for name, act in ACTS.items():
        actions.register_action(f"newsletter.{name}", act.label, act.label)
    taken = _("The list of subscribers was downloaded")
    actions.register_action("newsletter.export", _("Download the subscribers"), taken)


@hooks.register("register_log_actions")
def register_issue_acts(actions: LogActionRegistry) -> None:
    """Name what staff do with issues, for the issue's history."""
    history.register(actions)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """The screens for sending."""
    return [path("newsletter/", include("newsletter.admin.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """One place for all of the newsletter."""
    return buttons.newsletter_menu()


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def register_send_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """From an issue to its desk."""
    return buttons.page_buttons(page, user)


@hooks.register("before_edit_page")
def say_what_is_fixed(request: HttpRequest, page: Page) -> None:
    """An issue that was frozen stays what it was."""
    buttons.say_what_is_fixed(request, page)


@hooks.register("before_delete_page")
def keep_while_sending(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An issue on its way stays."""
    return buttons.keep_while_sending(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_comes_next(request: HttpRequest, page: Page) -> None:
    """After an issue was published."""
    buttons.say_what_comes_next(request, page)


register_snippet(SubscriberViewSet)
register_snippet(DigestPlanViewSet)
register_snippet(SegmentViewSet)
