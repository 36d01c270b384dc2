"""What staff do with registrations, each by POST: check in, cancel, add, download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from events import books, checking_in, exporting, history, registering
from events.admin import rights
from events.admin.forms import AddForm
from events.admin.lists import EventScreen, event_page
from events.models import EventBook, Registration

Verb = Callable[..., bool]
ACTS: dict[str, tuple[Verb, Promise]] = {
    "check-in": (checking_in.check_in, gettext_lazy("%(name)s is checked in.")),
    "undo": (checking_in.undo, gettext_lazy("%(name)s is registered, not checked in.")),
    "cancel": (registering.cancel, gettext_lazy("The registration of %(name)s is cancelled.")),
}
FILES: dict[str, tuple[Callable[[EventBook], bytes], str]] = {
    "csv": (exporting.to_csv, exporting.CSV),
    "xlsx": (exporting.to_xlsx, exporting.XLSX),
}


@rights.act
def act_on_one(request: HttpRequest, registration_id: int, act: str) -> HttpResponse:
    """Check in, take it back, cancel."""
    found = Registration.objects.select_related("book")
    registration = get_object_or_404(found, pk=registration_id)
    rights.keep_within(request.user, books.source_page(registration.book.translation_key))
    if act not in ACTS:
        raise Http404
    verb, message = ACTS[act]
    if verb(registration_id=registration.pk, by=request.user):
        messages.success(request, message % {"name": registration.name})
    else:
        _say_unchanged(request, registration)
    return _back(request, registration.book)


@rights.act
def check_in_by_code(request: HttpRequest, page_id: int) -> HttpResponse:
    """Check in whoever has a code, as it was typed or scanned by a reader."""
    book = _book_of(request, page_id)
    registration = checking_in.find(book, request.POST.get("code", ""))
    if registration is None:
        messages.error(request, _("Nobody has this code. Search for the name instead."))
    elif checking_in.check_in(registration_id=registration.pk, by=_person(request)):
        messages.success(request, _("%(name)s is checked in.") % {"name": registration.name})
    else:
        _say_unchanged(request, registration)
    return redirect("events_admin:registrations", page_id)


@rights.act
def mark_no_shows(request: HttpRequest, page_id: int) -> HttpResponse:
    """Note who did not come."""
    book = _book_of(request, page_id)
    count = checking_in.mark_no_shows(book_id=book.pk, by=_person(request))
    message = ngettext(
        "%(count)d person is marked as not having come.",
        "%(count)d people are marked as not having come.",
        count,
    )
    messages.success(request, message % {"count": count})
    return redirect("events_admin:registrations", page_id)


@permission_required(rights.EXPORT)
def download(request: HttpRequest, page_id: int, kind: str) -> HttpResponse:
    """The list as a file; that it was downloaded stands in the history of the page."""
    if kind not in FILES:
        raise Http404
    page, book = event_page(page_id), _book_of(request, page_id)
    make, content_type = FILES[kind]
    response = HttpResponse(make(book), content_type=content_type)
    name = f"{page.slug}-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    history.note(book, "export", _person(request), kind=kind)
    return response


class AddView(EventScreen):
    """Register somebody who asked by telephone."""

    template_name = "events/admin/add.html"
    right = rights.CHANGE

    def get_page_title(self) -> str:
        """What this is for."""
        return _("Register somebody")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        form = kwargs.pop("form", None) or AddForm(page=self.page)
        return {**super().get_context_data(**kwargs), "page": self.page, "form": form}

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Register, and say where they stand."""
        form = AddForm(request.POST, page=self.page)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        added = registering.add(
            page=self.page,
            given=form.given(form.cleaned_data["language"] or get_language() or "it"),
            by=_person(request),
            even_if_full=form.cleaned_data["even_if_full"],
        )
        if added is None:
            form.add_error("email", _("This address is registered already."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words = _("%(name)s: %(state)s. A mail that says so is on its way.")
        messages.success(request, words % {"name": added.name, "state": added.get_state_display()})
        return redirect("events_admin:registrations", self.page.pk)


def _say_unchanged(request: HttpRequest, registration: Registration) -> None:
    registration.refresh_from_db()
    words = _("Nothing was changed: %(name)s is “%(state)s”.")
    state = registration.get_state_display()
    messages.warning(request, words % {"name": registration.name, "state": state})


def _book_of(request: HttpRequest, page_id: int) -> EventBook:
    """The list of an event within this person's regions."""
    page = event_page(page_id)
    rights.keep_within(request.user, page)
    return get_object_or_404(EventBook, translation_key=page.translation_key)


def _back(request: HttpRequest, book: EventBook) -> HttpResponse:
    """To the list, narrowed as it was."""
    page = books.source_page(book.translation_key)
    if page is None:
        return redirect("wagtailadmin_home")
    answer = redirect("events_admin:registrations", page.pk)
    if query := request.POST.get("query", ""):
        answer["Location"] += f"?{query}"
    return answer


def _person(request: HttpRequest) -> Any:
    return request.user
