"""The re-use ledger in the admin: noting re-uses, and asking both sides whether they are so."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from core import reach
from core.models import User
from practices import adopting
from practices.adopting import Asked
from practices.models import Adoption
from practices.models.adoption import CONFIRMED_AT
from practices.models.practice_choices import Side

CHANGE = "practices.change_adoption"
LIST = "wagtailsnippets_practices_adoption:list"
NOBODY_TO_ASK = {
    Side.ORIGIN: gettext_lazy(
        "The practice’s cooperative could not be asked: no e-mail address is known."
    ),
    Side.ADOPTER: gettext_lazy("Who took it up could not be asked: no e-mail address is known."),
}
ASKED_ENOUGH = {
    Side.ORIGIN: gettext_lazy(
        "The practice’s cooperative has been asked three times in a month: better call them."
    ),
    Side.ADOPTER: gettext_lazy(
        "Who took it up has been asked three times in a month: better call them."
    ),
}


def may_ask(user: Any, adoption: Adoption) -> bool:
    """Whoever may change a re-use may ask its sides."""
    return bool(user.has_perm(CHANGE) and reach.may_change(user, adoption))


def buttons(snippet: Any, user: Any) -> list[Button]:
    """The way to the answers of both sides, in the list of re-uses."""
    if not isinstance(snippet, Adoption) or not may_ask(user, snippet):
        return []
    url = reverse("practice_reuse", args=[snippet.pk])
    return [Button(_("What both sides say"), url=url, icon_name="mail", priority=35)]


@require_http_methods(["GET", "POST"])
def asking(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom a re-use has been asked of, and what they say; a button asks again."""
    adoption = get_object_or_404(Adoption.objects.select_related("practice", "cooperative"), pk=pk)
    if not may_ask(request.user, adoption):
        raise PermissionDenied
    if request.method == "POST":
        outcome = adopting.ask_again(adoption_id=pk, by=_staff(request))
        if outcome.asked:
            messages.success(request, _("The question is on its way."))
        _tell(request, outcome)
        return redirect("practice_reuse", pk)
    context = {
        "adoption": adoption,
        "sides": [_row(adoption, side) for side in Side],
        "can_ask": not adoption.is_confirmed,
    }
    return render(request, "practices/admin/reuse.html", context)


def _row(adoption: Adoption, side: Side) -> dict[str, Any]:
    """What one side was asked, and what it says."""
    return {
        "label": side.label,
        "person": adopting.person_of(adoption, side),
        "asked": adoption.inquiries.filter(side=side).first(),
        "confirmed_at": getattr(adoption, CONFIRMED_AT[side]),
    }


def _tell(request: HttpRequest, outcome: Asked) -> None:
    """Say whom nobody could be asked for, and who has been asked enough."""
    for side in outcome.unreachable:
        messages.warning(request, NOBODY_TO_ASK[side])
    for side in outcome.held_back:
        messages.warning(request, ASKED_ENOUGH[side])


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


class AdoptionFilterSet(WagtailFilterSet):
    """Re-uses by what has become of them, and by what both sides say."""

    answers = django_filters.ChoiceFilter(
        label=gettext_lazy("What both sides say"),
        method="by_answers",
        choices=[
            ("confirmed", pgettext_lazy("adoption", "Confirmed by both sides")),
            ("waiting", pgettext_lazy("adoption", "Waiting for an answer")),
            ("stuck", pgettext_lazy("adoption", "Waiting, and nobody answers")),
            ("refused", pgettext_lazy("adoption", "Refused by one side")),
        ],
        widget=forms.RadioSelect,
    )

    def by_answers(self, rows: Any, _name: str, value: str) -> Any:
        """Keep those whose sides say so, or say nothing."""
        return getattr(rows, value)()

    class Meta:
        model = Adoption
        fields = ["status"]


class AdoptionCreateView(CreateView):
    """A new re-use: both sides are asked at once."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, then ask; say whom nobody could be asked for."""
        response: HttpResponse = super().form_valid(form)
        _tell(self.request, adopting.ask(adoption=self.object, by=_staff(self.request)))
        return response


class AdoptionEditView(EditView):
    """A re-use that is there: what was confirmed of other facts is asked anew."""

    object: Adoption

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the form over the re-use as it stands at this moment, and hold it meanwhile.

        What the sides answer is not in the form, and may have come since the form was opened.
        """
        with transaction.atomic():
            Adoption.objects.select_for_update().filter(pk=self.object.pk).first()
            self.object = self.get_object()
            before = adopting.facts_of(self.object)
            response: HttpResponse = super().post(request, *args, **kwargs)
            if self.form.is_valid():
                self._ask(before)
        return response

    def _ask(self, before: dict[str, Any]) -> None:
        outcome = adopting.follow_correction(
            adoption_id=self.object.pk, before=before, by=_staff(self.request)
        )
        if outcome.has_dropped:
            messages.warning(
                self.request,
                _(
                    "What had been answered was about other facts and no longer counts: readers do "
                    "not see the re-use until both sides have confirmed it anew."
                ),
            )
        if outcome.asked:
            messages.success(self.request, _("The question is on its way."))
        _tell(self.request, outcome)


class AdoptionViewSet(SnippetViewSet):
    """The re-use ledger, as staff keep it."""

    model = Adoption
    icon = "resubmit"
    menu_label = gettext_lazy("Re-uses")
    menu_order = 215
    add_to_admin_menu = True
    add_view_class = AdoptionCreateView
    edit_view_class = AdoptionEditView
    filterset_class = AdoptionFilterSet
    list_display = [
        "practice",
        Column("shown_name", label=gettext_lazy("Who took it up")),
        "place",
        "status",
        DateColumn("origin_confirmed_at", label=gettext_lazy("The cooperative says yes")),
        DateColumn("adopter_confirmed_at", label=gettext_lazy("Who took it up says yes")),
        DateColumn("declined_at", label=gettext_lazy("Somebody says no")),
    ]
    copy_view_enabled = False
    panels = [
        HelpPanel(template="practices/admin/reuse_panel.html"),
        FieldPanel("practice"),
        MultiFieldPanel(
            [
                FieldPanel("cooperative"),
                FieldPanel("adopter_name"),
                FieldPanel("adopter_email"),
            ],
            heading=gettext_lazy("Who took it up"),
        ),
        FieldRowPanel([FieldPanel("place"), FieldPanel("adopted_date"), FieldPanel("status")]),
        FieldPanel("what_changed"),
        MultiFieldPanel(
            [
                FieldPanel("origin_confirmed_at", read_only=True),
                FieldPanel("adopter_confirmed_at", read_only=True),
                FieldPanel("declined_at", read_only=True),
                FieldPanel("declined_reason", read_only=True),
            ],
            heading=gettext_lazy("What both sides say"),
            help_text=gettext_lazy("Readers see a re-use only when both sides have confirmed it."),
        ),
    ]
