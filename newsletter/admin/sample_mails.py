"""The mail of an issue as each of the three sample readers would get it, before the freeze."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter import addressing, issues, preflight, previewing
from newsletter.admin import rights
from newsletter.issues import Issue
from newsletter.models import IssuePage
from newsletter.personas import Meeting

LOOKS = {"light": _("Light"), "dark": _("Dark"), "text": _("Plain text")}
WIDTHS = {360: _("Phone: 360"), 600: _("Mail program: 600")}


class SampleMailView(rights.SenderOnly, WagtailAdminTemplateMixin, TemplateView):
    """One sample reader: which edition they get, how it looks, or why they get none."""

    template_name = "newsletter/admin/sample.html"
    page_title = _("The mail of a sample reader")
    header_icon = "user"

    @cached_property
    def page(self) -> IssuePage:
        """The issue's page in the source language."""
        return issues.source_page(get_object_or_404(IssuePage, pk=self.kwargs["page_id"]))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the desk."""
        desk = reverse("newsletter_admin:desk", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_admin:mailings"), "label": _("Sending")},
            {"url": desk, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it is, what they get, and in which looks it can be seen."""
        issue = issues.prepared(self.page)
        meetings = meetings_of(issue)
        number = self.kwargs["number"]
        meeting = _at(meetings, number)
        language = preflight.language_name(meeting.edition) if meeting.edition else ""
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "meetings": list(enumerate(meetings)),
            "number": number,
            "meeting": meeting,
            "edition": language,
            "is_in_own_language": meeting.edition == meeting.persona.language,
            "looks": LOOKS,
            "look": _chosen(self.request, "look", LOOKS),
            "widths": WIDTHS,
            "width": int(_chosen(self.request, "width", {str(one): one for one in WIDTHS})),
        }


@permission_required(rights.SEND)
def sample_html(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """The mail itself, for its frame; links of a reader's own do nothing."""
    issue = issues.prepared(get_object_or_404(IssuePage, pk=page_id))
    meeting = _at(meetings_of(issue), number)
    page = issue.pages.get(meeting.edition)
    if page is None:
        raise Http404
    look = _chosen(request, "look", LOOKS)
    return previewing.respond(page, {"light": "mail"}.get(look, look))


def meetings_of(issue: Issue) -> list[Meeting]:
    """How the sample readers meet an issue."""
    return preflight.meetings(issue, addressing.entries_of(issue))


def _at(meetings: list[Meeting], number: int) -> Meeting:
    if number >= len(meetings):
        raise Http404
    return meetings[number]


def _chosen(request: HttpRequest, name: str, choices: dict[str, Any]) -> str:
    """What was chosen, the first choice where nothing was. Another word leads nowhere."""
    value = request.GET.get(name) or next(iter(choices))
    if value not in choices:
        raise Http404
    return value
