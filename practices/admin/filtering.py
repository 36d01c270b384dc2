"""By what the list of cooperatives can be narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from core.admin.filters import TickFilter
from practices import reviewing
from practices.models import Cooperative


class CooperativeFilterSet(WagtailFilterSet):
    """Cooperatives by what they are, and by what is to be done about their record."""

    confirmation = django_filters.ChoiceFilter(
        label=_("Is it still so?"),
        method="by_confirmation",
        choices=[
            ("due", pgettext_lazy("cooperative", "To be confirmed")),
            ("unanswered", pgettext_lazy("cooperative", "To be confirmed, and nobody answers")),
        ],
        widget=forms.RadioSelect,
    )
    waits = TickFilter(label=_("With proposals or requests that wait"), method="by_waiting")
    pending = TickFilter(label=_("Not in the directory yet"), method="by_pending")

    def by_confirmation(self, rows: Any, _name: str, value: str) -> Any:
        """Not confirmed for too long; or, of these, those staff have to ask themselves."""
        objects = Cooperative.objects
        found = objects.to_confirm() if value == "due" else reviewing.without_answer()
        return rows.filter(pk__in=found.values("pk"))

    def by_waiting(self, rows: Any, _name: str, value: bool) -> Any:
        """That ask something of staff."""
        found = Cooperative.objects.waiting_for_review().values("pk")
        return rows.filter(pk__in=found) if value else rows

    def by_pending(self, rows: Any, _name: str, value: bool) -> Any:
        """That readers do not find, and that were not merged."""
        return rows.filter(pk__in=Cooperative.objects.pending().values("pk")) if value else rows

    class Meta:
        model = Cooperative
        fields = ["kind", "territory", "is_listed", "lifecycle", "claim_status"]
