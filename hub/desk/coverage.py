"""What the published practices cover: by region, by topic, by evidence, by age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import page_permission_policy

from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from hub.desk.reports import NUMBER, DeskReport
from practices.models import Cooperative, PracticePage
from practices.models.record import PracticeRecord

BY = [
    ("region", _("By region")),
    ("topic", _("By topic")),
    ("evidence", _("By evidence")),
    ("age", _("By age")),
]
# In days since the practice was last confirmed (or, before that, published).
AGES = ((183, _("up to 6 months")), (365, _("6 to 12 months")), (548, _("12 to 18 months")))
OLDER = _("over 18 months")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report."""

    name: str
    practices: int
    share: str
    cooperatives: int | None = None


class CoverageFilterSet(WagtailFilterSet):
    """What the practices are counted by."""

    by = django_filters.ChoiceFilter(
        label=_("Count them"), method="keep", choices=BY, widget=forms.RadioSelect, empty_label=None
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        field_name="topics",
        queryset=lambda _request: Topic.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ),
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"),
        method="by_region",
        queryset=lambda _request: _regions(),
    )

    def keep(self, rows: Any, _name: str, _value: str) -> Any:
        """It chooses the lines, not the practices."""
        return rows

    def by_region(self, rows: Any, _name: str, value: Territory) -> Any:
        """A region with its parts."""
        parts = Territory.objects.within([value.code])
        return rows.filter(pk__in=PracticePage.objects.filter(territories__in=parts).values("pk"))

    class Meta:
        model = PracticePage
        fields: list[str] = []


def _regions() -> Any:
    return Territory.objects.filter(level=TerritoryLevel.REGION).order_by("name")


class CoverageReport(DeskReport):
    """A table of numbers; regions and topics without practices are there, with a zero."""

    page_title = _("What the practices cover")
    index_url_name = "coverage_report"
    index_results_url_name = "coverage_report_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    filterset_class = CoverageFilterSet
    model = PracticePage
    export_filename = "coverage"
    paginate_by = 200
    columns = [
        Column("name", label=pgettext_lazy("coverage", "Counted by")),
        Column("practices", label=_("Practices"), classname=NUMBER),
        Column("share", label=_("Share"), classname=NUMBER),
        Column("cooperatives", label=_("Cooperatives in the directory"), classname=NUMBER),
    ]
    list_export = ["name", "practices", "share", "cooperatives"]
    export_headings = {
        "name": pgettext_lazy("coverage", "Counted by"),
        "practices": _("Practices"),
        "share": _("Share"),
        "cooperatives": _("Cooperatives in the directory"),
    }

    def get_queryset(self) -> Any:
        """Public practices, each once, whatever languages it has."""
        pages = PracticePage.objects.live().filter(alias_of__isnull=True)
        return pages.filter(locale__language_code=settings.LANGUAGE_CODE)

    def get_filtered_queryset(self) -> list[Row]:
        """The lines: some queries, as many for two practices as for two thousand."""
        practices = self.filter_queryset(self.get_queryset()).order_by()
        by = self.request.GET.get("by", "region")
        counts = {"topic": by_topic, "evidence": by_evidence, "age": by_age}
        return counts.get(by, by_region)(practices)


def _rows(
    names: Iterable[tuple[Any, str]],
    counts: Counter[Any],
    total: int,
    cooperatives: Counter[Any] | None = None,
) -> list[Row]:
    return [
        Row(
            name=name,
            practices=counts[key],
            share=f"{100 * counts[key] / total:.0f} %" if total else "",
            cooperatives=cooperatives[key] if cooperatives is not None else None,
        )
        for key, name in names
    ]


def by_region(practices: Any) -> list[Row]:
    """A practice of two regions counts in both, one of all Italy in its own line."""
    larger = _regions_of_all()
    pairs = practices.values_list("pk", "territories")
    found = {(pk, larger[place]) for pk, place in pairs if place in larger}
    cooperatives = Counter(
        larger[place]
        for place in Cooperative.objects.values_list("territory_id", flat=True)
        if place in larger
    )
    names: list[tuple[Any, str]] = [(one.pk, one.name) for one in _regions()]
    names.append((None, gettext("Italy as a whole")))
    counts = Counter(region for _pk, region in found)
    return _rows(names, counts, practices.count(), cooperatives=cooperatives)


def _regions_of_all() -> dict[int, int | None]:
    """The region of each territory; None for the country."""
    rows = {
        pk: (level, parent)
        for pk, level, parent in Territory.objects.values_list("pk", "level", "parent")
    }

    def region(pk: int) -> int | None:
        level, parent = rows[pk]
        if level == TerritoryLevel.REGION:
            return pk
        return region(parent) if parent is not None else None

    return {pk: region(pk) for pk in rows}


def by_topic(practices: Any) -> list[Row]:
    """A practice of three topics counts in each."""
    counts = Counter(topic for _pk, topic in set(practices.values_list("pk", "topics")))
    topics = Topic.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("name")
    return _rows([(one.pk, one.name) for one in topics], counts, practices.count())


def by_evidence(practices: Any) -> list[Row]:
    """How well the results are borne out."""
    counts = Counter(practices.values_list("evidence_level", flat=True))
    field = PracticePage._meta.get_field("evidence_level")
    names: list[tuple[Any, str]] = [(code, str(label)) for code, label in field.flatchoices]
    names.append((None, gettext("Not judged yet")))
    return _rows(names, counts, practices.count())


def by_age(practices: Any) -> list[Row]:
    """Since when somebody has said that it is still so."""
    confirmed = dict(
        PracticeRecord.objects.filter(last_confirmed_at__isnull=False).values_list(
            "translation_key", "last_confirmed_at"
        )
    )
    now, counts = timezone.now(), Counter[Any]()
    for key, published in practices.values_list("translation_key", "first_published_at"):
        since = confirmed.get(key, published)
        age = now - since if since else timedelta.max
        counts[next((days for days, _name in AGES if age <= timedelta(days=days)), None)] += 1
    names: list[tuple[Any, str]] = [(days, str(name)) for days, name in AGES]
    return _rows([*names, (None, str(OLDER))], counts, sum(counts.values()))
