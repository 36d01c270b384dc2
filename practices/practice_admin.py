"""Care of practices in the admin: who answers for one, what it was asked, what people say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet

from practices import adopting, confirming
from practices.admin import reuses
from practices.contacting import NoAddress, contact_of
from practices.models import Adoption, PracticePage, PracticeRecord, Testimony
from practices.models.practice_choices import InquiryKind
from practices.recording import record_of


class ContactForm(forms.ModelForm):
    """Who answers for a practice."""

    class Meta:
        model = PracticeRecord
        fields = ["contact_name", "contact_email"]


def care_url(page_id: int) -> str:
    """The address of a practice's care page in the admin."""
    return reverse("practice_care", args=[page_id])


@require_http_methods(["GET", "POST"])
def care(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what is kept beside a practice's text; a button asks, notes or settles."""
    practice = get_object_or_404(PracticePage, pk=page_id)
    if not practice.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    record = record_of(practice)
    form = ContactForm(request.POST or None, instance=record)
    if request.method == "POST":
        if request.POST.get("action") != "contact":
            _act(request, practice, record)
            return redirect(care_url(page_id))
        if form.is_valid():
            form.save()
            adopting.ask_about(practice=practice)
            messages.success(request, _("The contact was kept."))
            return redirect(care_url(page_id))
    context = {
        "practice": practice,
        "record": record,
        "form": form,
        "contact": contact_of(practice),
        "inquiries": record.inquiries.select_related("asked_by", "handled_by"),
        "adoptions": Adoption.objects.of(practice).select_related("cooperative"),
    }
    return render(request, "practices/admin/care.html", context)


def _act(request: HttpRequest, practice: PracticePage, record: PracticeRecord) -> None:
    """Do what a button says, and tell what was done."""
    action, user = request.POST.get("action", ""), request.user
    if action in InquiryKind.values:
        try:
            confirming.ask(practice=practice, kind=action, by=user)  # type: ignore[arg-type]
        except NoAddress:
            messages.error(request, _("Nobody is known who could be asked: write an e-mail first."))
        else:
            messages.success(request, _("The question is on its way."))
    elif action == "confirmed":
        confirming.confirm_by_staff(practice=practice, by=user)  # type: ignore[arg-type]
        messages.success(request, _("Noted: the cooperative says that it is still so."))
    elif action.startswith("settle:") and action.removeprefix("settle:").isdecimal():
        inquiry = get_object_or_404(record.inquiries, pk=int(action.removeprefix("settle:")))
        confirming.settle(inquiry=inquiry, by=user)  # type: ignore[arg-type]
        messages.success(request, _("Noted: dealt with."))


def admin_urls() -> list[URLPattern]:
    """The addresses of practices' care, under the admin's."""
    return [
        path("practices/<int:page_id>/care/", care, name="practice_care"),
        path("practices/re-uses/<int:pk>/", reuses.asking, name="practice_reuse"),
    ]


def header_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Offer the care page in the menu of a practice."""
    if isinstance(page.specific, PracticePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            gettext_lazy("Care of this practice"),
            care_url(page.pk),
            icon_name="history",
            priority=55,
        )


class TestimonyViewSet(SnippetViewSet):
    """What people say of practices, with their consent."""

    model = Testimony
    icon = "openquote"
    menu_label = gettext_lazy("Testimonies")
    menu_order = 216
    add_to_admin_menu = True
    list_display = ["name", "role", "practice", "consent", "consent_date"]
    list_filter = ["consent"]
    copy_view_enabled = False
    panels = [
        FieldPanel("practice"),
        MultiFieldPanel(
            [FieldPanel("text"), FieldPanel("text_en")], heading=gettext_lazy("What they say")
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("is_pseudonym"),
                FieldPanel("role"),
                FieldPanel("role_en"),
            ],
            heading=gettext_lazy("Who says it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("consent"),
                FieldPanel("consent_date"),
                FieldPanel("consent_note"),
            ],
            heading=gettext_lazy("Consent"),
            help_text=gettext_lazy(
                "Readers see the words only with consent. When it is withdrawn they disappear at "
                "once, in all languages."
            ),
        ),
    ]
