"""Reports: how far translations are, what the practices cover, which links fail, which mails."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from catalogue.models import OutsideLink, Reconciliation
from core import reach
from core.admin.exporting import SafeExport
from core.admin.filters import TickFilter
from core.models import Letter, LetterState
from core.translation_states import (
    Standing,
    TranslationState,
    source_pages,
    standings,
    to_translate,
)

NUMBER = "desk-number"


class DeskReport(SafeExport, ReportView):
    """What our reports have in common."""

    header_icon = "list-ul"
    table_classname = "listing full-width"
    is_searchable = False

    @cached_property
    def index_url(self) -> str:
        """Where the report stands, for its filters."""
        return reverse(self.index_url_name)


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _other_languages() -> list[tuple[str, str]]:
    return [
        (code, str(name))
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
        if code != settings.LANGUAGE_CODE
    ]


# --- translations ------------------------------------------------------------
class TranslationFilterSet(WagtailFilterSet):
    """Pages by type, and those that need somebody."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), method="keep", choices=_other_languages, empty_label=None
    )
    to_do = TickFilter(label=_("Only missing or outdated"), method="needing")

    def keep(self, rows: Any, _name: str, _value: str) -> Any:
        """The language chooses what the columns say, not the rows."""
        return rows

    def needing(self, rows: Any, _name: str, value: bool) -> Any:
        """Whose translation into the chosen language waits for somebody."""
        locale = _chosen_locale(self.data.get("language"))
        return to_translate(rows, locale) if value and locale else rows

    class Meta:
        model = Page
        fields: list[str] = []


def _chosen_locale(code: str | None) -> Locale | None:
    others = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).order_by("pk")
    return others.filter(language_code=code).first() or others.first()


class TranslationReport(DeskReport):
    """Each public page of the main language, and where it stands in another one."""

    page_title = _("Translations of pages")
    index_url_name = "translations_of_pages"
    index_results_url_name = "translations_of_pages_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    filterset_class = TranslationFilterSet
    default_ordering = "title"
    model = Page
    export_filename = "translations"
    columns = [
        TitleColumn("title", label=_("Page"), accessor="get_admin_display_title", get_url=_edit),
        Column("page_type_display_name", label=_("Type")),
        Column("language", label=_("Language"), accessor="standing_language"),
        Column("state", label=pgettext_lazy("list", "State"), accessor="standing_state"),
        Column("share", label=_("Translated"), accessor="standing_share", classname=NUMBER),
        DateColumn("last_published_at", label=_("Original published")),
    ]
    list_export = [
        "title",
        "page_type_display_name",
        "standing_language",
        "standing_state",
        "standing_share",
        "last_published_at",
    ]
    export_headings = {
        "page_type_display_name": _("Type"),
        "standing_language": _("Language"),
        "standing_state": pgettext_lazy("list", "State"),
        "standing_share": _("Translated"),
        "last_published_at": _("Original published"),
    }

    def get_queryset(self) -> Any:
        visible = page_permission_policy.explorable_instances(self.request.user).values("pk")
        pages = source_pages().filter(pk__in=visible).select_related("content_type", "locale")
        return pages.order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """Put beside each page where it stands: the same queries for one page as for fifty."""
        pages = list(object_list)
        locale = _chosen_locale(self.request.GET.get("language"))
        found = standings(pages)
        for page in pages:
            rows = found[page.pk]
            standing = next(
                (one for one in rows if locale and one.language == locale.language_code), None
            )
            self._tell(page, standing)
        return pages

    @staticmethod
    def _tell(page: Any, standing: Standing | None) -> None:
        page.standing_language = dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(
            standing.language if standing else "", ""
        )
        page.standing_state = TranslationState(standing.state).label if standing else ""
        page.standing_share = f"{standing.share} %" if standing else ""


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
