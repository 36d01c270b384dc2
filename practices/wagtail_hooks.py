"""What the practices room adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from practices import practice_admin
from practices.admin import acts, reuses
from practices.admin.viewset import CooperativeViewSet, DirectoryViewSet

register_snippet(CooperativeViewSet)
register_snippet(reuses.AdoptionViewSet)
register_snippet(practice_admin.TestimonyViewSet)


@hooks.register("register_admin_urls")
def practice_care_urls() -> list[URLPattern]:
    """The care page of a practice."""
    return practice_admin.admin_urls()


@hooks.register("register_page_header_buttons")
def practice_care_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterable[Button]:
    """The way to the care page from the editor."""
    return practice_admin.header_buttons(page, user)


@hooks.register("register_admin_viewset")
def directory_screens() -> DirectoryViewSet:
    """The screens around the list of cooperatives."""
    return DirectoryViewSet()


@hooks.register("register_snippet_listing_buttons")
def cooperative_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """What can be done with a cooperative, beside it in the list."""
    return acts.buttons(snippet, user)


@hooks.register("register_snippet_listing_buttons")
def reuse_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """What can be done with a re-use, beside it in the list."""
    return reuses.buttons(snippet, user)


@hooks.register("register_log_actions")
def directory_acts(actions: LogActionRegistry) -> None:
    """Name our own acts for the history and the site's report."""
    acts.register(actions)


@hooks.register("register_permissions")
def export_permission() -> QuerySet[Permission]:
    """Let groups be given the right to export the directory."""
    return Permission.objects.filter(
        content_type__app_label="practices", codename="export_cooperative"
    )
