"""Merging two records in the admin: first what will happen, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import reach
from core.models import User
from practices import merging
from practices.admin.forms import EDIT, MergeForm
from practices.models import Cooperative, Merger


def may_merge(user: Any, *records: Cooperative) -> bool:
    """Merging takes a record out of the directory: as much as deleting it, in one's own regions."""
    return bool(
        user.has_perm("practices.change_cooperative")
        and user.has_perm("practices.delete_cooperative")
        and all(reach.may_change(user, record) for record in records)
    )


def merge_records(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the record that goes on, see what will happen, and confirm it by POST."""
    merged = get_object_or_404(Cooperative.objects.not_merged(), pk=pk)
    if not may_merge(request.user, merged):
        raise PermissionDenied
    form = MergeForm(request.POST or request.GET or None, merged=merged)
    plan = kept = problem = None
    if form.is_bound and form.is_valid():
        kept = form.cleaned_data["kept"]
        if not may_merge(request.user, kept):
            raise PermissionDenied
        try:
            if request.method == "POST":
                return _merge(request, kept, merged)
            plan = merging.plan(kept=kept, merged=merged)
        except merging.MergingRefused as refusal:
            problem = refusal.message
    context = {"merged": merged, "kept": kept, "form": form, "plan": plan, "problem": problem}
    return render(request, "practices/admin/merge.html", context)


def _merge(request: HttpRequest, kept: Cooperative, merged: Cooperative) -> HttpResponse:
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=_staff(request))
    messages.success(
        request,
        _("“%(merged)s” was merged into “%(kept)s”. Its address leads there.")
        % {"merged": merged, "kept": kept},
    )
    return redirect(EDIT, kept.pk)


@require_safe
def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking back the merger of a record would do."""
    mergers = Merger.objects.filter(undone_at__isnull=True, merged=pk)
    merger = get_object_or_404(mergers.select_related("kept", "merged"))
    if not may_merge(request.user, merger.kept, merger.merged):
        raise PermissionDenied
    return render(request, "practices/admin/undo.html", {"merger": merger})


@require_POST
def undo_merger(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merger back."""
    merger = get_object_or_404(Merger.objects.select_related("kept", "merged"), pk=pk)
    if not may_merge(request.user, merger.kept, merger.merged):
        raise PermissionDenied
    try:
        merging.undo(merger_id=merger.pk, user=_staff(request))
        messages.success(request, _("The merger was taken back: there are two records again."))
    except merging.MergingRefused as refusal:
        messages.error(request, refusal.message)
    return redirect(EDIT, merger.merged_id)


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
