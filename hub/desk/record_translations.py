"""A report: how far the translations of topics, collections and other records are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from core import record_translations
from core.admin.filters import TickFilter
from core.models import Topic
from core.record_translations import RecordStanding
from core.translation_states import FOUND, TranslationState, is_found
from hub.desk.page_translations import chosen_locale, other_languages
from hub.desk.reports import NUMBER, DeskReport


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report."""

    title: str
    kind: str
    language: str
    state: str
    share: str
    url: str


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (model._meta.label_lower, str(model._meta.verbose_name_plural))
        for model in record_translations.kinds(request.user)
    ]


class RecordFilterSet(WagtailFilterSet):
    """By language, by sort, by where the translation stands. What is shown is worked out later."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), method="keep", choices=other_languages, empty_label=None
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), method="keep", choices=[], widget=forms.RadioSelect
    )
    found = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "State"),
        method="keep",
        choices=FOUND,
        widget=forms.RadioSelect,
    )
    to_do = TickFilter(label=_("Only missing or outdated"), method="keep")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = _kinds(self.request)

    def keep(self, rows: Any, _name: str, _value: Any) -> Any:
        """They choose the lines of the report."""
        return rows

    class Meta:
        model = Topic
        fields: list[str] = []


class RecordTranslationReport(DeskReport):
    """Each public record of the main language, and where it stands in another one."""

    page_title = _("Translations of topics, collections and other records")
    index_url_name = "translations_of_records"
    index_results_url_name = "translations_of_records_results"
    filterset_class = RecordFilterSet
    header_icon = "wagtail-localize-language"
    model = Topic
    export_filename = "record-translations"
    paginate_by = 100
    columns = [
        TitleColumn("title", label=_("Name"), get_url=lambda row: row.url),
        Column("kind", label=_("Kind")),
        Column("language", label=_("Language")),
        Column("state", label=pgettext_lazy("list", "State")),
        Column("share", label=_("Translated"), classname=NUMBER),
    ]
    list_export = ["title", "kind", "language", "state", "share"]
    export_headings = {
        "title": _("Name"),
        "kind": _("Kind"),
        "language": _("Language"),
        "state": pgettext_lazy("list", "State"),
        "share": _("Translated"),
    }

    @classmethod
    def may_open(cls, user: Any) -> bool:
        """Whoever may change at least one sort of these records."""
        return bool(record_translations.kinds(user))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for it first."""
        if not self.may_open(request.user):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> Any:
        """Nothing is asked of one table: see `get_filtered_queryset`."""
        return Topic.objects.none()

    def get_filtered_queryset(self) -> list[Row]:
        """The lines, in the order of sorts and names."""
        self.filter_queryset(self.get_queryset())
        return [_row(one) for one in self._records if self._is_asked_for(one)]

    @cached_property
    def _records(self) -> list[RecordStanding]:
        locale = chosen_locale(self.request.GET.get("language"))
        if locale is None:
            return []
        kinds = record_translations.kinds(self.request.user)
        asked = self.request.GET.get("kind", "")
        only = [model for model in kinds if asked in ("", model._meta.label_lower)]
        return record_translations.records(self.request.user, locale, only)

    def _is_asked_for(self, one: RecordStanding) -> bool:
        asked = self.request.GET
        if asked.get("to_do") in ("on", "true") and not one.needs_somebody:
            return False
        return is_found(one.standing.state, asked.get("found", ""))


def _row(one: RecordStanding) -> Row:
    record, standing = one.record, one.standing
    edit = type(record).snippet_viewset.get_url_name("edit")
    return Row(
        title=str(record),
        kind=str(record._meta.verbose_name),
        language=str(dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(standing.language, "")),
        state=str(TranslationState(standing.state).label),
        share=f"{standing.share} %",
        url=reverse(edit, args=[quote(record.pk)]),
    )
