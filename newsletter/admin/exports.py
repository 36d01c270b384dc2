"""Downloading the list of subscribers: for those who may, and noted in the site's history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from newsletter import exporting
from newsletter.admin import buttons, rights
from newsletter.exporting import Which

EXPORT = "newsletter.export_subscriber"
FORMATS = [("xlsx", _("Excel workbook")), ("csv", _("CSV"))]


class ExportForm(forms.Form):
    """What is to be in the file, and which sort of file."""

    which = forms.ChoiceField(
        label=_("Who"), choices=Which.choices, widget=forms.RadioSelect, initial=Which.SUBSCRIBED
    )
    kind = forms.ChoiceField(
        label=_("File"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx"
    )


class ExportView(rights.SenderOnly, WagtailAdminTemplateMixin, FormView):
    """Says what leaves the house and that it is noted; the button, a POST, gives the file."""

    right = EXPORT
    template_name = "newsletter/admin/export.html"
    form_class = ExportForm
    page_title = _("Download the subscribers")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(buttons.SUBSCRIBERS), "label": _("Subscribers")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many there are of each."""
        counts = [(label, exporting.readers(name).count()) for name, label in Which.choices]
        return {**super().get_context_data(**kwargs), "counts": counts}

    def form_valid(self, form: ExportForm) -> HttpResponse:
        """Note it, then give the file."""
        return download(self.request, form.cleaned_data["which"], form.cleaned_data["kind"])


def download(request: HttpRequest, which: str, kind: str) -> HttpResponse:
    """The file, after who took it, what and how many have been noted."""
    make, content_type = exporting.FILES[kind]
    data = {"which": which, "kind": kind, "count": exporting.readers(which).count()}
    log(instance=request.user, action="newsletter.export", user=request.user, data=data)
    response = HttpResponse(make(which), content_type=content_type)
    name = f"subscribers-{which}-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
