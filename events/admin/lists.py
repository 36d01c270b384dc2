"""The list of who registered: on the screen, at the door, on paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import attention, books, checking_in, links, telling
from events.admin import rights
from events.models import EventBook, EventPage, NoticeKind, Registration
from events.models.choices import RegistrationMode, RegistrationState

PAGE_SIZE = 100
ORDER = {state.value: place for place, state in enumerate(RegistrationState)}


class EventScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one event, for those who may see who registered."""

    header_icon = "calendar-check"
    right = rights.SEE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the right first."""
        guarded: Any = permission_required(self.right)(self._within)
        answer: HttpResponse = guarded(request, *args, **kwargs)
        return answer

    def _within(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Then for the region."""
        rights.keep_within(request.user, self.page)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> EventPage:
        """The page that decides for all languages."""
        return event_page(self.kwargs["page_id"])

    @cached_property
    def book(self) -> EventBook | None:
        """The event's list, None while nobody has registered."""
        return EventBook.objects.filter(translation_key=self.page.translation_key).first()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list of events and to the editor."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        own = reverse("events_admin:registrations", args=[self.page.pk])
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("events_list:index"), "label": _("Events")},
            {"url": edit, "label": self.page.get_admin_display_title()},
        ]
        if self.request.path != own:
            items.append({"url": own, "label": _("Registrations")})
        return [*items, {"url": "", "label": self.get_page_title()}]


class RegistrationsView(EventScreen):
    """Everybody who registered, with search, and the check-in."""

    template_name = "events/admin/registrations.html"

    def get_page_title(self) -> str:
        """Which event it is."""
        return str(_("Registrations: %(title)s")) % {"title": self.page.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers, rows, and what can be done."""
        asked = {name: self.request.GET.get(name, "").strip() for name in ("q", "state")}
        found = narrowed(self.book, asked["q"], asked["state"])
        rows = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("p"))
        user = self.request.user
        is_invited = self.page.registration_mode == RegistrationMode.INVITATION
        change = telling.change_to_tell(self.book, self.page) if self.book else None
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "book": self.book,
            "counts": counts(self.book),
            "rows": rows,
            "asked": asked,
            "states": RegistrationState.choices,
            "may_change": user.has_perm(rights.CHANGE),
            "may_export": user.has_perm(rights.EXPORT),
            "unreached": self._unreached(),
            "change": NoticeKind(change).label if change else "",
            "invitation_url": links.invitation_url(self.page) if is_invited else "",
            "notices": self.book.notices.select_related("told_by") if self.book else [],
        }

    def _unreached(self) -> set[int]:
        """Whom a mail did not reach, among everybody and not only on this page of the list."""
        if self.book is None:
            return set()
        return set(attention.unreached().filter(book=self.book).values_list("pk", flat=True))


class ScannedView(EventScreen):
    """What the square code at the door leads to: who it is, and a button."""

    template_name = "events/admin/scanned.html"

    @cached_property
    def registration(self) -> Registration:
        """Whose code it is. Raises Http404 for none."""
        book = get_object_or_404(EventBook, pk=self.kwargs["book_id"])
        found = checking_in.find(book, self.kwargs["code"])
        if found is None:
            raise Http404(_("Nobody has this code."))
        return found

    @cached_property
    def page(self) -> EventPage:
        """The event."""
        found = books.source_page(self.registration.book.translation_key)
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """What this is for."""
        return str(_("Check in"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who stands there."""
        context = super().get_context_data(**kwargs)
        may_change = self.request.user.has_perm(rights.CHANGE)
        return context | {
            "one": self.registration,
            "page": self.page,
            "may_change": may_change,
            "may_come_in": self.registration.state in checking_in.MAY_COME_IN,
        }


@permission_required(rights.SEE)
def printable(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list for the table at the entrance, with a box to tick for each person."""
    page = event_page(page_id)
    rights.keep_within(request.user, page)
    book = EventBook.objects.filter(translation_key=page.translation_key).first()
    rows = book.registrations.filter(state__in=["registered", "attended"]) if book else []
    waiting = book.registrations.waiting() if book else []
    context = {"page": page, "rows": rows, "waiting": waiting}
    return render(request, "events/admin/print.html", context)


def event_page(page_id: int) -> EventPage:
    """The page that decides, for the page of any language. Raises Http404."""
    page = get_object_or_404(EventPage, pk=page_id)
    return books.source_page(page.translation_key) or page


def narrowed(book: EventBook | None, words: str, state: str) -> QuerySet[Registration]:
    """The registrations that hold some words, or stand somewhere; those that count come first."""
    if book is None:
        return Registration.objects.none()
    found = book.registrations.filter(anonymised_at__isnull=True)
    if state in RegistrationState.values:
        found = found.filter(state=state)
    elif not words:
        found = found.exclude(state=RegistrationState.CANCELLED)
    for word in words.split():
        fields = ("name", "email", "organisation", "code")
        some = Q()
        for name in fields:
            some |= Q(**{f"{name}__icontains": word})
        found = found.filter(some)
    return found.order_by("name", "pk")


def counts(book: EventBook | None) -> list[tuple[str, str, int]]:
    """How many stand where: code, words, number; in the order of a registration's life."""
    known: dict[str, int] = {}
    if book is not None:
        rows = book.registrations.values_list("state").annotate(count=Count("pk")).order_by()
        known = dict(rows)
    return [(state.value, str(state.label), known.get(state, 0)) for state in RegistrationState]
