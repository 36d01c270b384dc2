"""Who gets an issue and who does not, one by one with the reason, before it is frozen.

The list asks what the freeze asks (`newsletter.addressing`), at this moment.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.models import IndexView
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from core import email_addresses
from core.importing.tables import neutral
from newsletter import addressing, issues, preflight
from newsletter.admin import rights
from newsletter.audience import Exclusion
from newsletter.issues import Issue
from newsletter.models import Delivery, IssuePage, MailingState, Subscriber

GETS_IT = "gets-it"
OUTCOMES = [(GETS_IT, gettext_lazy("get the issue")), *Exclusion.choices]
SHEET = "wagtailsnippets_newsletter_subscriber:inspect"
ROWS_AT_A_TIME = 2000


class RecipientsFilterSet(WagtailFilterSet):
    """Those who get it, or those left out for one reason; by language."""

    outcome = django_filters.ChoiceFilter(
        choices=OUTCOMES, label=gettext_lazy("Readers who …"), method="narrow"
    )
    language = django_filters.AllValuesFilter(label=gettext_lazy("Language of the reader"))

    class Meta:
        model = Subscriber
        fields = ["outcome", "language"]

    def narrow(self, readers: Any, _name: str, value: str) -> Any:
        """Keep the readers with one outcome."""
        return with_outcome(readers, value)


class RecipientsView(rights.SenderOnly, IndexView):
    """One row for each reader there is."""

    right = rights.SEE_READERS
    model = Subscriber
    permission_policy = ModelPermissionPolicy(Delivery)
    any_permission_required = ["view"]
    header_icon = "group"
    default_ordering = "pk"
    paginate_by = 50
    filterset_class = RecipientsFilterSet
    search_fields = ["email"]
    search_backend_name = None  # addresses stand in no search index
    template_name = "newsletter/admin/recipients.html"
    results_template_name = "newsletter/admin/recipients_results.html"

    @cached_property
    def page(self) -> IssuePage:
        """The issue's page in the source language."""
        return issues.source_page(get_object_or_404(IssuePage, pk=self.kwargs["page_id"]))

    @cached_property
    def issue(self) -> Issue:
        """What would be frozen now."""
        return issues.prepared(self.page)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once the recipients are fixed, the ledger has them."""
        return _fixed(self.page) or super().get(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        """Address, outcome, language, how often."""
        return [
            TitleColumn(
                "email",
                label=pgettext_lazy("mail", "Address"),
                accessor=lambda reader: email_addresses.readable(reader.email),
                get_url=self._sheet,
            ),
            Column(
                "exclusion",
                label=gettext_lazy("Outcome"),
                accessor=lambda reader: outcome_in_words(self.issue, reader),
            ),
            Column("language", label=gettext_lazy("Language")),
            Column("frequency", label=gettext_lazy("How often"), accessor="get_frequency_display"),
        ]

    def _sheet(self, reader: Subscriber) -> str | None:
        if not self.request.user.has_perm("newsletter.view_subscriber"):
            return None
        return reverse(SHEET, args=[reader.pk])

    def get_page_title(self) -> str:
        """Whose recipients they are."""
        return _("Recipients: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the desk."""
        desk = reverse("newsletter_admin:desk", args=[self.page.pk])
        return [
            *super().breadcrumbs_items,
            {"url": reverse("newsletter_admin:mailings"), "label": _("Sending")},
            {"url": desk, "label": self.page.get_admin_display_title()},
            {"url": "", "label": _("Recipients")},
        ]

    def get_base_queryset(self) -> Any:
        """Every reader, judged as the freeze judges them."""
        return readers_of(self.page, self.issue)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say whether the list may be taken out."""
        return {
            **super().get_context_data(*args, **kwargs),
            "may_export": rights.may_take_out_readers(self.request.user),
            "issue_page": self.page,
            "outcome": self.request.GET.get("outcome", ""),
        }

    def get_index_url(self) -> str:
        """The list's own address."""
        return reverse("newsletter_admin:recipients", args=[self.page.pk])

    def get_index_results_url(self) -> str:
        """Where the rows alone come from while somebody types."""
        return reverse("newsletter_admin:recipients_results", args=[self.page.pk])


@require_POST
@permission_required(rights.SEE_READERS)
def take_out(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list as a file, for those who may; that it was taken stands in the issue's history."""
    if not rights.may_take_out_readers(request.user):
        raise PermissionDenied
    page = issues.source_page(get_object_or_404(IssuePage, pk=page_id))
    if fixed := _fixed(page):
        return fixed
    issue = issues.prepared(page)
    readers = with_outcome(readers_of(page, issue), request.POST.get("outcome", ""))
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Address"), _("Outcome"), _("Language"), _("How often")])
    rows = [_row(issue, one) for one in readers.order_by("pk").iterator(ROWS_AT_A_TIME)]
    writer.writerows(rows)
    log(
        instance=page,
        action="newsletter.take_out_recipients",
        user=request.user,
        data={"count": len(rows)},
    )
    name = f"{page.slug}-{_('recipients')}.csv"
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _row(issue: Issue, reader: Any) -> list[str]:
    cells = [
        email_addresses.readable(reader.email),
        outcome_in_words(issue, reader),
        reader.language,
        reader.get_frequency_display(),
    ]
    return [neutral(cell) for cell in cells]


def _fixed(page: IssuePage) -> HttpResponse | None:
    """The way to the ledger from the freeze on; None before it."""
    mailing = issues.mailing_of(page)
    if mailing is None or mailing.state in {MailingState.DRAFT, MailingState.APPROVED}:
        return None
    return redirect("newsletter_admin:ledger", mailing.pk)


def readers_of(page: IssuePage, issue: Issue) -> Any:
    """Every reader with the reason why they are left out, as the freeze would find now."""
    return addressing.readers_of(issue, issues.mailing_of(page), addressing.entries_of(issue))


def with_outcome(readers: Any, outcome: str) -> Any:
    """Those with one outcome; all for an empty or an unknown one."""
    if outcome == GETS_IT:
        return readers.filter(exclusion="")
    return readers.filter(exclusion=outcome) if outcome in Exclusion.values else readers


def outcome_in_words(issue: Issue, reader: Any) -> str:
    """The edition somebody gets, or the reason why they get none."""
    if reader.exclusion:
        return _("Left out, because they %(reason)s") % {
            "reason": Exclusion(reader.exclusion).label
        }
    language = reader.language if reader.language in issue.pages else issue.source_language
    return _("Gets the edition in %(language)s") % {"language": preflight.language_name(language)}
