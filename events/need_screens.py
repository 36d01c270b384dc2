"""Screens of the admin for needs and actors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.models import Page
from wagtail.snippets.views.snippets import (
    CreateView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from core import reach
from core.noting import NotedExport
from events import answering, suggesting
from events.models import Actor, ActorMeeting, EventPage, Need
from events.models.path_choices import AnswerState, NeedSource
from events.timelines import path_of

ACTS = {"accept": AnswerState.ACCEPTED, "dismiss": AnswerState.DISMISSED}


class SuggestionsView(View):
    """Practices that may answer a need: found with the reason, accepted by a person."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise PermissionDenied for who may not change needs."""
        if not request.user.has_perm("events.change_need"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show what was accepted, what is suggested, and what was dismissed."""
        need = _need(pk)
        answers = need.answered_by.select_related("page", "decided_by")
        context = {
            "need": need,
            "accepted": [one for one in answers if one.state == AnswerState.ACCEPTED],
            "dismissed": [one for one in answers if one.state == AnswerState.DISMISSED],
            "suggestions": suggesting.suggest(need),
            "edit_url": reverse("wagtailsnippets_events_need:edit", args=[need.pk]),
        }
        return render(request, "events/admin/suggestions.html", context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Write a person's word down."""
        need, page = _need(pk), _page(request.POST.get("page", ""))
        act = request.POST.get("act", "")
        if act == "forget":
            answering.forget(need=need, page_id=page.pk)
        elif act in ACTS:
            found = {one.candidate.page_id: one.reasons for one in suggesting.suggest(need)}
            answering.decide(
                need=need,
                page_id=page.pk,
                state=ACTS[act],
                user=request.user,
                reasons=found.get(page.pk),
            )
        else:
            raise Http404
        messages.success(request, _("Noted: %(title)s") % {"title": page.title})
        return HttpResponseRedirect(request.path)


class AddNeedView(CreateView):
    """A new need; coming from an event, most of where it was heard is filled in."""

    def get_initial_form_instance(self) -> Need | None:
        """What the event says already."""
        instance: Need | None = super().get_initial_form_instance()
        event = _event(self.request)
        if event is None:
            return instance
        need = instance or Need()
        need.event, need.path_page, need.source = event, path_of(event), NeedSource.EVENT
        if (territory := event.territories.first()) is not None:
            need.territory = territory
        return need


class AddActorView(CreateView):
    """A new actor; coming from an event, where it was met is filled in."""

    def get_initial_form_instance(self) -> Actor | None:
        """What the event says already."""
        instance: Actor | None = super().get_initial_form_instance()
        event = _event(self.request)
        if event is None:
            return instance
        actor = instance or Actor()
        actor.path_page, actor.territory = path_of(event), event.territories.first()
        actor.meetings.add(ActorMeeting(event=event))
        return actor


class NeedIndexView(NotedExport, IndexView):
    """The list; who downloads it is noted."""


class NeedViewSet(SnippetViewSet):
    """Needs, with where and how often they were heard."""

    model = Need
    add_view_class = AddNeedView
    index_view_class = NeedIndexView
    export_filename = "needs"
    icon = "help"
    list_display = [
        "title",
        "path_page",
        "category",
        "territory",
        "times_raised",
        "status",
        BooleanColumn("is_public", label=gettext_lazy("Public")),
    ]
    list_filter = ["path_page", "category", "status", "source", "territory", "is_public"]
    list_export = [
        "title",
        "description",
        "category",
        "territory",
        "place",
        "times_raised",
        "intensity",
        "intensity_method",
        "source",
        "status",
        "is_public",
    ]
    search_fields = ["title", "description"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    ordering = ["-times_raised", "title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        """List the needs themselves: a translation is reached from its need."""
        return reach.narrow(Need.objects.originals(), request.user)

    def suggestions_view(self, request: HttpRequest, **arguments: Any) -> Any:
        """The screen on which practices are accepted."""
        return SuggestionsView.as_view()(request, **arguments)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The usual ones and the one for suggestions."""
        return [
            *super().get_urlpatterns(),
            path("suggestions/<str:pk>/", self.suggestions_view, name="suggestions"),
        ]


class ActorViewSet(SnippetViewSet):
    """Actors. No export: contacts stay here."""

    model = Actor
    add_view_class = AddActorView
    icon = "group"
    list_display = [
        Column("label", label=pgettext_lazy("path", "Actor")),
        "kind",
        "role",
        "path_page",
        "territory",
        BooleanColumn("is_public", label=gettext_lazy("Public")),
    ]
    list_filter = ["path_page", "kind", "role", "territory", "is_public", "is_person"]
    search_fields = ["name", "organisation__name"]
    search_backend_name = None  # the index on SQLite cannot search in single fields
    ordering = ["name"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Actor]:
        """Those of one's own regions."""
        return reach.narrow(Actor.objects.all(), request.user)


class NeedsGroup(SnippetViewSetGroup):
    """One menu for what is heard in the territories."""

    items = (NeedViewSet, ActorViewSet)
    menu_label = gettext_lazy("Needs and actors")
    menu_icon = "comment"
    menu_name = "needs"
    menu_order = 320


def _need(pk: str) -> Need:
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return get_object_or_404(Need.objects.originals(), pk=pk)


def _event(request: HttpRequest) -> EventPage | None:
    """The event that a form was opened from, if this person may edit it."""
    pk = request.GET.get("event", "")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    event = EventPage.objects.filter(pk=pk).first()
    if event is None or not event.permissions_for_user(request.user).can_edit():
        return None
    return event


def _page(pk: str) -> Page:
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return get_object_or_404(Page.objects.live(), pk=pk)
