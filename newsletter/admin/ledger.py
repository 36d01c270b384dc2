"""The ledger of an issue: every reader's copy, to be filtered, searched and opened."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.models import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from core import email_addresses
from newsletter.admin import rights, words
from newsletter.models import Delivery, DeliveryState, Mailing


class LedgerFilterSet(WagtailFilterSet):
    """Copies by state and by language."""

    state = django_filters.MultipleChoiceFilter(
        choices=DeliveryState.choices, label=_("State"), widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.AllValuesFilter(field_name="edition__language", label=_("Language"))

    class Meta:
        model = Delivery
        fields = ["state", "language"]


def _reader(delivery: Delivery) -> str:
    email = delivery.subscriber.email if delivery.subscriber_id else ""
    return email_addresses.readable(email) or str(_("Erased reader"))


class LedgerView(rights.SenderOnly, IndexView):
    """One row for each reader."""

    right = rights.SEE_READERS
    model = Delivery
    permission_policy = ModelPermissionPolicy(Delivery)
    any_permission_required = ["view"]
    header_icon = "list-ul"
    default_ordering = "pk"
    paginate_by = 50
    filterset_class = LedgerFilterSet
    search_fields = ["subscriber__email"]
    search_backend_name = None
    columns = [
        TitleColumn(
            "subscriber",
            label=_("Reader"),
            accessor=_reader,
            get_url=lambda delivery: reverse("newsletter_admin:copy", args=[delivery.pk]),
        ),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column(
            "reason",
            label=_("Reason"),
            accessor=lambda delivery: words.reason(delivery.reason) if delivery.reason else "",
        ),
        Column("language", label=_("Language"), accessor="edition.language"),
        Column("attempts", label=_("Attempts")),
        DateColumn("settled_at", label=_("Settled")),
    ]

    @cached_property
    def mailing(self) -> Mailing:
        """The issue's mailing."""
        return get_object_or_404(Mailing, pk=self.kwargs["mailing_id"])

    def get_page_title(self) -> str:
        """Whose ledger it is."""
        return str(_("Ledger: %(title)s")) % {"title": self.mailing.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the desk."""
        items = [
            *super().breadcrumbs_items,
            {"url": reverse("newsletter_admin:mailings"), "label": _("Sending")},
        ]
        if self.mailing.page_id:
            desk = reverse("newsletter_admin:desk", args=[self.mailing.page_id])
            items.append({"url": desk, "label": self.mailing.title})
        return [*items, {"url": "", "label": _("Ledger")}]

    def get_base_queryset(self) -> Any:
        """The copies of this issue."""
        copies = Delivery.objects.filter(mailing=self.mailing)
        return copies.select_related("subscriber", "edition")

    def get_index_url(self) -> str:
        """The ledger's own address."""
        return reverse("newsletter_admin:ledger", args=[self.mailing.pk])

    def get_index_results_url(self) -> str:
        """Where the rows alone come from while somebody types."""
        return reverse("newsletter_admin:ledger_results", args=[self.mailing.pk])
