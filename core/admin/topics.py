"""Merging topics, and what happens when somebody deletes one that is used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core import merging
from core.models import Topic, User

LIST = "wagtailsnippets_core_topic:list"
MERGE = "wagtailsnippets_core_topic:merge"


class TargetForm(forms.Form):
    """The topic that is to remain."""

    target = forms.ModelChoiceField(
        queryset=Topic.objects.none(),
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("This topic remains, with its name, description and address."),
    )

    def __init__(self, *args: Any, source: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Topic.objects.originals().current().exclude(pk=source.pk)
        self.fields["target"].queryset = others.order_by("name")  # type: ignore[attr-defined]


def merge_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the topic that remains, see what will happen, and confirm it by POST."""
    if not _may_merge(request.user):
        raise PermissionDenied
    source = get_object_or_404(Topic.objects.originals().current(), pk=pk)
    form = TargetForm(request.POST or request.GET or None, source=source)
    plan = problem = None
    if form.is_bound and form.is_valid():
        target = form.cleaned_data["target"]
        try:
            if request.method == "POST":
                return _merge(request, source, target)
            plan = merging.plan(source, target)
        except merging.MergeRefused as refusal:
            problem = refusal.message
    context = {"source": source, "form": form, "plan": plan, "problem": problem}
    return render(request, "core/admin/merge_topic.html", {**context, "list_url": reverse(LIST)})


def _merge(request: HttpRequest, source: Topic, target: Topic) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    merging.merge(source_id=source.pk, target_id=target.pk, user=user)
    messages.success(
        request,
        _("“%(source)s” was merged into “%(target)s”. Old addresses lead there.")
        % {"source": source.name, "target": target.name},
    )
    return redirect(LIST)


def _may_merge(user: Any) -> bool:
    return bool(user.has_perm("core.change_topic") and user.has_perm("core.delete_topic"))


def merge_buttons(snippet: Model, user: Any) -> list[Button]:
    """The button beside a topic in the list, for those who may."""
    if not isinstance(snippet, Topic) or snippet.merged_into_id or not _may_merge(user):
        return []
    if not Topic.objects.originals().filter(pk=snippet.pk).exists():
        return []
    return [
        Button(
            _("Merge into another topic"),
            url=reverse(MERGE, args=[snippet.pk]),
            icon_name="resubmit",
            priority=40,
        )
    ]


def refuse_to_delete(request: HttpRequest, snippets: list[Model]) -> HttpResponse | None:
    """Lead back to the list, saying what uses each topic; None where all may go."""
    refused = False
    for topic in snippets:
        if not isinstance(topic, Topic):
            continue
        try:
            merging.refuse_to_delete(topic)
        except merging.TopicInUse as error:
            refused = True
            found = ", ".join(f"{use.label}: {use.count}" for use in error.uses)
            messages.error(
                request,
                _(
                    "“%(name)s” was not deleted, because it is used (%(uses)s). Merge it into "
                    "another topic, or archive it."
                )
                % {"name": topic.name, "uses": found},
            )
    return redirect(LIST) if refused else None


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the merging of topics for the history and the site's report."""

    @actions.register_action(merging.MERGED)
    class Merged(LogFormatter):
        label: str | Promise = gettext_lazy("Merge topics")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return _("Merged “%(source)s” into “%(target)s”") % {
                "source": data["source"]["name"],
                "target": data["target"]["name"],
            }
