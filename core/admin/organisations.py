"""Merging organisations, taking that back, and noticing one that is there already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import EditView

from core import organisation_likeness, organisation_merging
from core.models import Organisation, User
from core.organisation_merging import OrganisationsNotMerged

LIST = "wagtailsnippets_core_organisation:list"
MERGE = "wagtailsnippets_core_organisation:merge"
SEPARATE = "wagtailsnippets_core_organisation:separate"
ASKED = ("name", "tax_code", "pk")


class TargetForm(forms.Form):
    """The organisation that is to remain."""

    target = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("This one remains, with its name."),
    )

    def __init__(self, *args: Any, source: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.current().exclude(pk=source.pk)
        self.fields["target"].queryset = others.order_by("name")  # type: ignore[attr-defined]


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the organisation that remains, see what will happen, and confirm it by POST."""
    _ask_for_right(request)
    source = get_object_or_404(Organisation.objects.current(), pk=pk)
    form = TargetForm(request.POST or request.GET or None, source=source)
    plan = problem = None
    if form.is_bound and form.is_valid():
        target = form.cleaned_data["target"]
        try:
            if request.method == "POST":
                return _merge(request, source, target)
            plan = organisation_merging.plan(source, target)
        except OrganisationsNotMerged as refusal:
            problem = refusal.message
    context = {"source": source, "form": form, "plan": plan, "problem": problem}
    return render(request, "core/admin/merge_organisation.html", context | {"list": reverse(LIST)})


def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back, by POST."""
    _ask_for_right(request)
    source = get_object_or_404(Organisation.objects.exclude(merged_into=None), pk=pk)
    if request.method == "POST":
        try:
            organisation_merging.separate(source_id=source.pk, user=_user(request))
        except OrganisationsNotMerged as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(
                request, _("“%(name)s” stands for itself again.") % {"name": source.name}
            )
        return redirect(LIST)
    context = {"source": source, "list": reverse(LIST)}
    return render(request, "core/admin/separate_organisation.html", context)


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Give the organisations that may be the same, as a piece of the form."""
    user: Any = request.user
    if not any(user.has_perm(f"core.{act}_organisation") for act in ("add", "change")):
        raise PermissionDenied
    asked = {name: request.GET.get(name, "")[:200].replace("\0", "") for name in ASKED}
    own = asked["pk"]
    found = organisation_likeness.similar(
        name=asked["name"],
        tax_code=asked["tax_code"],
        except_for=int(own) if own.isascii() and own.isdigit() and len(own) < 15 else None,
    )
    return render(request, "core/admin/similar_organisations.html", {"found": found})


def buttons(snippet: Model, user: Any) -> list[Button]:
    """Beside an organisation in the list, for those who may."""
    if not isinstance(snippet, Organisation) or snippet.is_cooperative or not _may(user):
        return []
    is_merged = snippet.merged_into_id is not None
    label = _("Take the merger back") if is_merged else _("Merge into another organisation")
    url = reverse(SEPARATE if is_merged else MERGE, args=[snippet.pk])
    return [Button(label, url=url, icon_name="resubmit", priority=40)]


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name what is done here for the history."""
    actions.register_action(
        organisation_merging.MERGED,
        gettext_lazy("Merge organisations"),
        gettext_lazy("Merged into another organisation"),
    )
    actions.register_action(
        organisation_merging.SEPARATED,
        gettext_lazy("Separate organisations"),
        gettext_lazy("Taken apart from another organisation"),
    )


class OrganisationEditView(EditView):
    """A record that is there."""

    object: Organisation

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the form over the record as it stands, and hold it meanwhile.

        What it was merged into is not in the form, and may have changed since it was read.
        """
        with transaction.atomic():
            Organisation.objects.select_for_update().filter(pk=self.object.pk).first()
            self.object = self.get_object()
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class _Choosing:
    """What the two views of the chooser have in common."""

    def get_object_list(self) -> QuerySet[Organisation]:
        """What was merged into another is not offered."""
        return Organisation.objects.current()


class OrganisationChooseView(_Choosing, ChooseView):
    """The window."""


class OrganisationChooseResultsView(_Choosing, ChooseResultsView):
    """The list in it."""


class OrganisationChooserViewSet(SnippetChooserViewSet):
    """How an organisation is chosen, wherever one is."""

    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView


def _merge(request: HttpRequest, source: Organisation, target: Organisation) -> HttpResponse:
    organisation_merging.merge(source_id=source.pk, target_id=target.pk, user=_user(request))
    text = _("“%(source)s” was merged into “%(target)s”: whatever names it says so from now on.")
    messages.success(request, text % {"source": source.name, "target": target.name})
    return redirect(LIST)


def _ask_for_right(request: HttpRequest) -> None:
    if not _may(request.user):
        raise PermissionDenied


def _may(user: Any) -> bool:
    return bool(user.has_perm("core.change_organisation")) and bool(
        user.has_perm("core.delete_organisation")
    )


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
