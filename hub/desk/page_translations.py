"""A report: how far the translations of pages are."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Locale, Page, get_page_models
from wagtail.permissions import page_permission_policy

from core.admin.filters import TickFilter
from core.translation_states import (
    FOUND,
    Standing,
    TranslationState,
    in_state,
    source_pages,
    standings,
    to_translate,
)
from hub.desk.reports import NUMBER, DeskReport


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def other_languages() -> list[tuple[str, str]]:
    """The languages into which the main one is translated: code and name."""
    return [
        (code, str(name))
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
        if code != settings.LANGUAGE_CODE
    ]


def _page_types() -> list[tuple[str, str]]:
    names = [
        (model._meta.label_lower, str(model._meta.verbose_name).capitalize())
        for model in get_page_models()
        if not model._meta.abstract and model is not Page
    ]
    return sorted(names, key=lambda one: one[1])


class TranslationFilterSet(WagtailFilterSet):
    """Pages by type, and those that need somebody."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), method="keep", choices=other_languages, empty_label=None
    )
    kind = django_filters.ChoiceFilter(
        label=_("Type"), method="of_kind", choices=_page_types, widget=forms.RadioSelect
    )
    found = django_filters.ChoiceFilter(
        label=pgettext_lazy("list", "State"),
        method="in_state",
        choices=FOUND,
        widget=forms.RadioSelect,
    )
    to_do = TickFilter(label=_("Only missing or outdated"), method="needing")

    def keep(self, rows: Any, _name: str, _value: str) -> Any:
        """The language chooses what the columns say, not the rows."""
        return rows

    def needing(self, rows: Any, _name: str, value: bool) -> Any:
        """Whose translation into the chosen language waits for somebody."""
        locale = chosen_locale(self.data.get("language"))
        return to_translate(rows, locale) if value and locale else rows

    def of_kind(self, rows: Any, _name: str, value: str) -> Any:
        """Pages of one type."""
        app_label, _dot, model = value.partition(".")
        return rows.filter(content_type__app_label=app_label, content_type__model=model)

    def in_state(self, rows: Any, _name: str, value: str) -> Any:
        """Pages that stand so in the chosen language."""
        locale = chosen_locale(self.data.get("language"))
        return in_state(rows, locale, value) if locale else rows

    class Meta:
        model = Page
        fields: list[str] = []


def chosen_locale(code: str | None) -> Locale | None:
    """The language a report is about: the one asked for, or the first there is."""
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
        locale = chosen_locale(self.request.GET.get("language"))
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
