"""The desk of an issue: from the preflight to the last copy, and the list of all issues sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from core.mjml import MjmlError
from newsletter import (
    addressing,
    approving,
    audience,
    checkup,
    correcting,
    deciding,
    ending,
    estimating,
    frozen_report,
    issues,
    preflight,
    quiet,
    transitions,
)
from newsletter.admin import rights, words
from newsletter.admin.forms import CorrectionForm, ProofForm, StartForm
from newsletter.models import IssuePage, Mailing, MailingKind, MailingState

BEFORE_FREEZE = {MailingState.DRAFT, MailingState.APPROVED}
# What a person may do next; the words stand on the buttons.
ACTS: dict[str, list[str]] = {
    MailingState.FROZEN: ["thaw", "cancel"],
    MailingState.SCHEDULED: ["call_back", "cancel"],
    MailingState.SENDING: ["pause", "cancel"],
    MailingState.PAUSED: ["resume", "cancel"],
}


class DeskView(rights.SenderOnly, WagtailAdminTemplateMixin, TemplateView):
    """Everything about sending one issue, and what can be done next."""

    template_name = "newsletter/admin/desk.html"
    header_icon = "mail"

    @cached_property
    def page(self) -> IssuePage | None:
        """The issue's page in the source language."""
        return issues.source_page(get_object_or_404(IssuePage, pk=self.kwargs["page_id"]))

    @cached_property
    def mailing(self) -> Mailing | None:
        """The issue's mailing, if one was begun."""
        return issues.mailing_of(self.page) if self.page else None

    def get_page_title(self) -> str:
        """Which issue it is."""
        title = self.page.get_admin_display_title() if self.page else str(self.mailing)
        if self.mailing is not None and self.mailing.kind != MailingKind.ISSUE:
            title = f"{title} ({self.mailing.get_kind_display()})"
        return str(_("Send: %(title)s")) % {"title": title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list, and to the editor."""
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_admin:mailings"), "label": _("Sending")},
        ]
        if self.page:
            edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
            items.append({"url": edit, "label": self.page.get_admin_display_title()})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report before the freeze, the numbers after it."""
        mailing = self.mailing
        context = {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "mailing": mailing,
            "may_see_readers": rights.may_see_readers(self.request.user),
        }
        if mailing is None or (self.page and mailing.state in BEFORE_FREEZE):
            if self.page is None:
                raise Http404
            proof_form = kwargs.get("proof_form") or ProofForm(initial=self._own_address())
            return context | {"proof_form": proof_form} | self._report(self.page)
        return context | _numbers(mailing) | _what_can_be_done(mailing, kwargs.get("start_form"))

    def _own_address(self) -> dict[str, str]:
        return {"address": getattr(self.request.user, "email", "")}

    def _report(self, page: IssuePage) -> dict[str, Any]:
        try:
            report = preflight.inspect(page)
        except MjmlError as error:
            return {"broken": error}
        return {
            "report": report,
            "languages": [
                (preflight.language_name(code), count)
                for code, count in sorted(report.audience.recipients.items())
            ],
            "exclusions": words.exclusions(report.audience.exclusions),
            "meetings": [
                (one, preflight.language_name(one.edition) if one.edition else "")
                for one in report.meetings
            ],
            "target": addressing.target_in_words(report.target),
            "is_own_work": self.request.user.pk in approving.authors(report.issue),
            "seen": approving.seen(report.issue) if report.needs_second_person else "",
        }


class MailingDeskView(DeskView):
    """The same by the mailing: a second sending, or one whose page is gone, has no other desk."""

    @cached_property
    def mailing(self) -> Mailing | None:
        """The mailing itself."""
        return get_object_or_404(Mailing, pk=self.kwargs["mailing_id"])

    @cached_property
    def page(self) -> IssuePage | None:
        """The page it was made from, if it is still there."""
        return self.mailing.page if self.mailing else None


def _what_can_be_done(mailing: Mailing, start_form: StartForm | None) -> dict[str, Any]:
    """The next steps from the freeze on."""
    has_left = correcting.can_be_corrected(mailing)
    is_over = correcting.can_be_completed(mailing)
    waits = {MailingState.FROZEN, MailingState.SCHEDULED, MailingState.PAUSED}
    return {
        "editions": mailing.editions.all(),
        "start_form": start_form or StartForm(mailing=mailing),
        "acts": ACTS.get(mailing.state, []),
        "changes": checkup.changes(mailing) if mailing.state in waits else [],
        "findings": frozen_report.findings(mailing) if mailing.kind == MailingKind.DIGEST else [],
        "undecided": deciding.undecided(mailing).count(),
        "ripe": deciding.ripe(mailing).count(),
        "may_go_on": deciding.may_go_on(mailing),
        "correction_form": CorrectionForm(faulty=mailing) if has_left else None,
        "missing": audience.missing(mailing).filter(exclusion="").count() if is_over else 0,
        "followers": mailing.followers.all(),
        "quiet_hours": settings.HUB_QUIET_HOURS,
        "quiet_until": quiet.quiet_until(mailing.scheduled_at)
        if mailing.scheduled_at and not mailing.sends_at_night
        else None,
    }


def _numbers(mailing: Mailing) -> dict[str, Any]:
    accounts = ending.accounts(mailing)
    settled = mailing.planned - accounts["waiting"]
    return {
        "mailing": mailing,
        "accounts": accounts,
        "settled": settled,
        "percent": 100 * settled // mailing.planned if mailing.planned else 100,
        "exclusions": words.exclusions(mailing.exclusions),
        "reason": words.reason(mailing.reason) if mailing.reason else "",
        "is_at_work": mailing.state in {MailingState.SENDING, MailingState.SCHEDULED},
        "outlook": estimating.outlook(mailing),
        "ledger_states": {
            name: [state.value for state in states] for name, states in transitions.ACCOUNTS.items()
        },
    }


@permission_required(rights.SEND)
def progress(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """The numbers alone, for the script that keeps them fresh."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    context = _numbers(mailing) | {"may_see_readers": rights.may_see_readers(request.user)}
    response = render(request, "newsletter/admin/progress.html", context)
    # The page shows other buttons in another state: the script loads it anew.
    response["X-Mailing-State"] = mailing.state
    return response


class MailingListView(rights.SenderOnly, IndexView):
    """Every issue that is being sent or was."""

    model = Mailing
    permission_policy = ModelPermissionPolicy(Mailing)
    any_permission_required = ["send"]
    page_title = _("Sending")
    header_icon = "mail"
    index_url_name = "newsletter_admin:mailings"
    template_name = "newsletter/admin/mailings.html"
    default_ordering = "-created_at"
    paginate_by = 30
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Sending")},
    ]
    columns = [
        TitleColumn(
            "title",
            label=_("Issue"),
            get_url=lambda mailing: reverse("newsletter_admin:mailing", args=[mailing.pk]),
        ),
        Column("kind", label=_("What it is"), accessor="get_kind_display"),
        StatusTagColumn(
            "state", label=_("State"), accessor="get_state_display", primary=words.needs_attention
        ),
        Column("planned", label=_("Recipients")),
        DateColumn("started_at", label=_("Started")),
        DateColumn("finished_at", label=_("Finished")),
    ]

    def get_base_queryset(self) -> Any:
        """Those that were begun."""
        return Mailing.objects.exclude(state=MailingState.DRAFT)
