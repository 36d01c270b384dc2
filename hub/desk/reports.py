"""Reports: which links fail, what was put right in the catalogue, which mails; and their frame."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from catalogue.models import OutsideLink, Reconciliation
from core import reach
from core.admin.exporting import SafeExport
from core.models import Letter, LetterState

NUMBER = "desk-number"


class DeskReport(SafeExport, ReportView):
    """What our reports have in common."""

    header_icon = "list-ul"
    # Without "full-width": that class draws the pages of the list over its last row.
    table_classname = "listing"
    is_searchable = False

    @cached_property
    def index_url(self) -> str:
        """Where the report stands, for its filters."""
        return reverse(self.index_url_name)


# --- links -------------------------------------------------------------------
class LinkFilterSet(WagtailFilterSet):
    """Links that fail, or all."""

    failing = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "State"),
        method="by_state",
        choices=[
            ("failing", pgettext_lazy("link", "Fails")),
            ("fine", pgettext_lazy("link", "Works")),
            ("unknown", pgettext_lazy("link", "Not checked yet")),
        ],
        widget=forms.RadioSelect,
    )

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        """What came of asking."""
        if value == "failing":
            return rows.filter(failures_in_a_row__gt=0)
        if value == "fine":
            return rows.filter(failures_in_a_row=0, checked_at__isnull=False)
        return rows.filter(checked_at__isnull=True)

    class Meta:
        model = OutsideLink
        fields: list[str] = []


REASONS = {
    "": "",
    "not public": pgettext_lazy("link", "no such site, or not on the public network"),
    "certificate": pgettext_lazy("link", "the certificate is not valid"),
    "no answer": pgettext_lazy("link", "no answer in time"),
    "no connection": pgettext_lazy("link", "no connection"),
    "too many redirects": pgettext_lazy("link", "it leads round in circles"),
}


def _answer(link: OutsideLink) -> str:
    """What the other site said."""
    if link.status:
        return str(_("answer %(status)s") % {"status": link.status})
    return str(REASONS.get(link.reason, link.reason))


def _pages_of(link: OutsideLink) -> str:
    return ", ".join(sorted({use.entry.title for use in link.uses.all()}))


class LinkReport(DeskReport):
    """Links of public pages to other sites."""

    page_title = _("Links to other sites")
    index_url_name = "links_report"
    index_results_url_name = "links_report_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    filterset_class = LinkFilterSet
    model = OutsideLink
    export_filename = "links"
    columns = [
        Column("url", label=_("Address")),
        Column("answer", label=_("Answer"), accessor=_answer),
        Column("pages", label=_("Pages"), accessor=_pages_of),
        DateColumn("failing_since", label=_("Failing since")),
        DateColumn("checked_at", label=_("Last checked")),
    ]
    list_export = ["url", "status", "reason", "failing_since", "checked_at"]

    def get_queryset(self) -> Any:
        rows = OutsideLink.objects.filter(uses__isnull=False)
        if reach.is_limited(self.request.user):
            mine = reach.narrow(Page.objects.all(), self.request.user).values("pk")
            rows = rows.filter(uses__entry__page__in=mine)
        rows = rows.distinct()
        return rows.order_by("-failures_in_a_row", "url").prefetch_related("uses__entry")


# --- repairs of the catalogue ------------------------------------------------
class RepairReport(DeskReport):
    """What the hub had to put right in its catalogue: each line is a question to developers."""

    page_title = _("Repairs of the catalogue")
    index_url_name = "repairs_report"
    index_results_url_name = "repairs_report_results"
    permission_policy = ModelPermissionPolicy(Reconciliation)
    any_permission_required = ["view"]
    header_icon = "cogs"
    model = Reconciliation
    export_filename = "repairs"
    columns = [
        DateColumn("at", label=_("Compared on")),
        Column("repairs_in_words", label=_("Put right")),
        Column("failed_in_words", label=_("Pages that failed")),
        Column("checked_count", label=_("Pages compared"), classname=NUMBER),
        BooleanColumn("is_deep", label=_("Word by word")),
    ]
    list_export = ["at", "repairs_in_words", "failed_in_words", "checked_count", "is_deep"]

    def get_queryset(self) -> Any:
        return Reconciliation.objects.order_by("-at", "-pk")


# --- letters -----------------------------------------------------------------
class LetterFilterSet(WagtailFilterSet):
    """Letters by state."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "State"), choices=LetterState.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Letter
        fields = ["state"]


class LetterReport(DeskReport):
    """Mails to single people: what for, and how it went. Neither addresses nor texts are kept."""

    page_title = _("Mails to single people")
    index_url_name = "letters_report"
    index_results_url_name = "letters_report_results"
    permission_policy = ModelPermissionPolicy(Letter)
    any_permission_required = ["view"]
    filterset_class = LetterFilterSet
    header_icon = "mail"
    model = Letter
    export_filename = "letters"
    columns = [
        Column("purpose", label=_("What for")),
        Column("state", label=pgettext_lazy("list", "State"), accessor="get_state_display"),
        Column("reason", label=_("Reason")),
        Column("attempts", label=_("Attempts"), classname=NUMBER),
        DateColumn("created_at", label=pgettext_lazy("mail", "Planned")),
        DateColumn("sent_at", label=pgettext_lazy("mail", "Sent")),
    ]
    list_export = ["purpose", "state", "reason", "attempts", "created_at", "sent_at"]

    def get_queryset(self) -> Any:
        return Letter.objects.order_by("-created_at", "-pk")
