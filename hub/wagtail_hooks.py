"""What the hub as a whole adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.desk.dashboard import WaitingPanel
from hub.desk.lists import ContentGroup
from hub.desk.urls import REPORTS, addresses


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Before Wagtail's own panels."""
    panels.append(WaitingPanel())


@hooks.register("register_admin_viewset")
def register_lists() -> ContentGroup:
    """Flat lists of contents."""
    return ContentGroup()


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    """The reports' addresses."""
    return addresses()


class ReportMenuItem(MenuItem):
    """A report, for those who may open it."""

    def __init__(self, name: str, icon_name: str, order: int) -> None:
        self.view = REPORTS[name]
        super().__init__(
            self.view.page_title, reverse(name), name=name, icon_name=icon_name, order=order
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether they may."""
        if (may_open := getattr(self.view, "may_open", None)) is not None:
            return bool(may_open(request.user))
        policy = self.view.permission_policy
        required = self.view.any_permission_required
        return bool(policy.user_has_any_permission(request.user, required))


@hooks.register("register_reports_menu_item")
def translations_menu() -> ReportMenuItem:
    """Translations."""
    return ReportMenuItem("translations_of_pages", "wagtail-localize-language", 100)


@hooks.register("register_reports_menu_item")
def record_translations_menu() -> ReportMenuItem:
    """Translations of records."""
    return ReportMenuItem("translations_of_records", "wagtail-localize-language", 105)


@hooks.register("register_reports_menu_item")
def coverage_menu() -> ReportMenuItem:
    """Coverage."""
    return ReportMenuItem("coverage_report", "site", 110)


@hooks.register("register_reports_menu_item")
def links_menu() -> ReportMenuItem:
    """Links."""
    return ReportMenuItem("links_report", "link", 120)


@hooks.register("register_reports_menu_item")
def letters_menu() -> ReportMenuItem:
    """Letters."""
    return ReportMenuItem("letters_report", "mail", 130)


@hooks.register("register_reports_menu_item")
def repairs_menu() -> ReportMenuItem:
    """Repairs of the catalogue."""
    return ReportMenuItem("repairs_report", "cogs", 140)


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """How lists and reports of ours look."""
    return format_html('<link rel="stylesheet" href="{}">', static("hub/desk.css"))
