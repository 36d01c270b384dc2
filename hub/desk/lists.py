"""Flat lists of pages, by type: to be filtered, sorted, and downloaded."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale, Page

from calls.models import CallPage
from core import reach
from core.admin.exporting import SafeExport
from core.admin.filters import TickFilter
from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from events.models import ParticipationPathPage
from newsletter.models import IssuePage
from practices.models import Cooperative, Maturity, PracticePage
from practices.models.record import PracticeRecord


def _regions() -> models.QuerySet[Territory]:
    return Territory.objects.filter(level=TerritoryLevel.REGION).order_by("name")


def _cooperatives(user: Any) -> models.QuerySet[Cooperative]:
    """Those of somebody's regions, and those everybody knows from the directory."""
    listed = models.Q(is_listed=True)
    mine = reach.narrow(Cooperative.objects.all(), user).values("pk")
    return Cooperative.objects.filter(listed | models.Q(pk__in=mine))


class ContentFilterSet(PageFilterSet):
    """What every list can be narrowed by."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "State"),
        method="by_state",
        choices=[
            ("live", pgettext_lazy("list", "Published")),
            ("draft", pgettext_lazy("list", "Never published or taken down")),
            ("changed", pgettext_lazy("list", "Published, with changes in a draft")),
        ],
        widget=forms.RadioSelect,
    )
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=Locale.objects.all(), widget=forms.RadioSelect
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=lambda _request: _regions(), method="by_region"
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=lambda _request: Topic.objects.filter(locale__language_code="it"),
        field_name="topics",
    )

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        """Published, draft, or both."""
        if value == "changed":
            return rows.filter(live=True, has_unpublished_changes=True)
        return rows.filter(live=value == "live")

    def by_region(self, rows: Any, _name: str, value: Territory) -> Any:
        """A region with its parts."""
        parts = Territory.objects.within([value.code])
        return rows.filter(pk__in=rows.model.objects.filter(territories__in=parts).values("pk"))

    class Meta:
        model = Page
        fields: list[str] = []


class PracticeFilterSet(ContentFilterSet):
    """Practices, also by cooperative and by what is known of them."""

    lead_cooperative = django_filters.ModelChoiceFilter(
        label=_("Cooperative"), queryset=lambda request: _cooperatives(request.user)
    )
    maturity = django_filters.ChoiceFilter(label=_("Maturity"), choices=Maturity.choices)
    due = TickFilter(label=_("Not confirmed for too long"), method="by_due")
    poor = TickFilter(label=_("Little is told"), method="by_completeness")

    def by_due(self, rows: Any, _name: str, value: bool) -> Any:
        """Whose last confirmation is too old."""
        due = PracticePage.objects.review_due().values("pk")
        return rows.filter(pk__in=due) if value else rows

    def by_completeness(self, rows: Any, _name: str, value: bool) -> Any:
        """Of which little is told."""
        poor = PracticePage.objects.low_completeness().values("pk")
        return rows.filter(pk__in=poor) if value else rows


class CallFilterSet(ContentFilterSet):
    """Calls, also by whether they are closed."""

    closed = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "Answers"),
        method="by_time",
        choices=[
            ("open", pgettext_lazy("list", "Can still be answered")),
            ("closed", pgettext_lazy("list", "Closed")),
            ("silent", pgettext_lazy("list", "Closed, without results")),
        ],
        widget=forms.RadioSelect,
    )

    def by_time(self, rows: Any, _name: str, value: str) -> Any:
        """Before or after the last day."""
        if value == "open":
            return rows.filter(closes_at__gt=timezone.now())
        rows = rows.filter(closes_at__lte=timezone.now())
        return rows.filter(results="") if value == "silent" else rows


class ContentIndexView(SafeExport, IndexView):
    """A list with a spreadsheet; the number of queries does not grow with its rows."""

    def get_base_queryset(self) -> Any:
        pages = super().get_base_queryset().filter(alias_of__isnull=True)
        pages = pages.annotate(
            territory_name=_first(self.model, "territories__name"),
            other_languages=Exists(
                Page.objects.filter(translation_key=OuterRef("translation_key"), live=True).exclude(
                    pk=OuterRef("pk")
                )
            ),
        )
        if self.model is PracticePage:
            record = PracticeRecord.objects.filter(translation_key=OuterRef("translation_key"))
            pages = pages.annotate(
                completeness_points=Subquery(record.values("completeness")[:1]),
                confirmed_at=Subquery(record.values("last_confirmed_at")[:1]),
                cooperative_name=Subquery(_cooperative_names()),
            )
        return pages


def _cooperative_names() -> Any:
    return Cooperative.objects.filter(pk=OuterRef("lead_cooperative")).values("name")[:1]


def _first(model: type[models.Model], path: str) -> Subquery:
    """The first of many related values, by name."""
    rows = model._default_manager.filter(pk=OuterRef("pk")).order_by(path)
    return Subquery(rows.values(path)[:1])


TITLE = PageTitleColumn(
    "title", label=_("Title"), sort_key="title", classname="title desk-title", width="26%"
)
LANGUAGE = Column("locale", label=_("Language"), accessor=lambda page: page.locale, width="8%")
TRANSLATED = Column(
    "other_languages",
    label=_("In other languages"),
    accessor=lambda page: _("yes") if page.other_languages else _("no"),
    width="8%",
)
TERRITORY = Column("territory_name", label=_("Territory"), width="12%")
UPDATED = DateColumn(
    "latest_revision_created_at",
    label=_("Updated"),
    sort_key="latest_revision_created_at",
    width="10%",
)
STATE = PageStatusColumn("status", label=pgettext_lazy("list", "State"), width="10%")
COMMON = ["title", "status_string", "locale", "other_languages", "territory_name"]
HEADINGS = {
    "status_string": pgettext_lazy("list", "State"),
    "locale": _("Language"),
    "other_languages": _("In other languages"),
    "territory_name": _("Territory"),
    "cooperative_name": _("Cooperative"),
    "completeness_points": _("Completeness"),
    "confirmed_at": _("Last confirmed"),
    "latest_revision_created_at": _("Updated"),
}


class ContentViewSet(PageListingViewSet):
    """What the lists have in common."""

    index_view_class = ContentIndexView
    filterset_class = ContentFilterSet
    list_per_page = 50
    export_headings = HEADINGS
    own_columns: tuple[Column, ...] = ()
    own_export: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """Title, what belongs to the type, and what all have."""
        return [
            BulkActionsColumn("bulk_actions"),
            TITLE,
            STATE,
            LANGUAGE,
            TRANSLATED,
            TERRITORY,
            *self.own_columns,
            UPDATED,
        ]

    @cached_property
    def list_export(self) -> list[str]:
        """What goes into the spreadsheet."""
        return [*COMMON, *self.own_export, "latest_revision_created_at"]


class PracticeList(ContentViewSet):
    """All practices."""

    model = PracticePage
    menu_label = _("Practices")
    name = url_prefix = "desk-practices"
    icon = "doc-full"
    filterset_class = PracticeFilterSet
    own_columns = (
        Column("cooperative_name", label=_("Cooperative"), sort_key="cooperative_name"),
        Column(
            "completeness_points",
            label=_("Completeness"),
            accessor=lambda page: f"{page.completeness_points or 0} %",
            sort_key="completeness_points",
            classname="desk-number",
        ),
        DateColumn("confirmed_at", label=_("Last confirmed"), sort_key="confirmed_at"),
    )
    own_export = ("cooperative_name", "completeness_points", "confirmed_at")


class PathList(ContentViewSet):
    """All participation paths."""

    model = ParticipationPathPage
    menu_label = pgettext_lazy("list", "Participation paths")
    name = url_prefix = "desk-paths"
    icon = "group"
    own_columns = (
        Column(
            "status", label=pgettext_lazy("list", "How it stands"), accessor="get_status_display"
        ),
    )
    own_export = ("get_status_display",)


class CallList(ContentViewSet):
    """All calls."""

    model = CallPage
    menu_label = pgettext_lazy("list", "Calls")
    name = url_prefix = "desk-calls"
    icon = "form"
    filterset_class = CallFilterSet
    own_columns = (
        Column("code", label=_("Code"), sort_key="code"),
        DateColumn("opens_at", label=pgettext_lazy("list", "Opens"), sort_key="opens_at"),
        DateColumn("closes_at", label=pgettext_lazy("list", "Closes"), sort_key="closes_at"),
    )
    own_export = ("code", "opens_at", "closes_at")


class IssueList(ContentViewSet):
    """All issues of the newsletter."""

    model = IssuePage
    menu_label = pgettext_lazy("list", "Issues")
    name = url_prefix = "desk-issues"
    icon = "mail"


class ContentGroup(ViewSetGroup):
    """One menu for the lists."""

    menu_label = _("Contents")
    menu_icon = "list-ul"
    menu_order = 105
    items = (PracticeList, PathList, CallList, IssueList)
