"""The screen that asks before those who registered are told of a change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import books, telling, when
from events.admin import rights
from events.admin.forms import TellForm
from events.admin.lists import EventScreen
from events.models import NoticeKind
from events.models.choices import EventMode, EventStatus


class TellView(EventScreen):
    """What has changed, who would be told, and two buttons."""

    template_name = "events/admin/tell.html"
    right = rights.CHANGE
    header_icon = "mail"

    def get_page_title(self) -> str:
        """What this is for."""
        return _("Tell those who registered")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Before and after, side by side."""
        context = {**super().get_context_data(**kwargs), "page": self.page, "change": ""}
        change = telling.change_to_tell(self.book, self.page) if self.book else None
        if change is None or self.book is None:
            return context
        known, current = self.book.told, books.facts(self.page)
        before, after = _in_words(known), _in_words(current)
        if known.get("access") != current["access"]:
            nowhere = _("Nothing about how to join online")
            before.append(_("The old way to join online") if known.get("access") else nowhere)
            after.append(_("A new way to join online") if current["access"] else nowhere)
        return context | {
            "change": NoticeKind(change).label,
            "before": before,
            "after": after,
            "count": telling.recipients(self.book, change).count(),
            "form": kwargs.get("form") or TellForm(initial={"kind": change.value}),
        }

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Tell them, or note that this need not be told."""
        if self.book is None:
            return redirect("events_admin:registrations", page_id)
        user: Any = request.user
        if "silent" in request.POST:
            telling.keep_silent(book_id=self.book.pk, by=user)
            messages.success(request, _("Nobody is written to about this change."))
            return redirect("events_admin:registrations", self.page.pk)
        form = TellForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            notice = telling.tell(book_id=self.book.pk, by=user, **form.cleaned_data)
        except telling.NothingToTellError:
            messages.warning(request, _("Nobody was written to: the page has changed once more."))
            return redirect("events_admin:tell", self.page.pk)
        count = notice.copies.count()
        message = ngettext(
            "%(count)d person is being told.", "%(count)d people are being told.", count
        )
        messages.success(request, message % {"count": count})
        return redirect("events_admin:registrations", self.page.pk)


def _in_words(facts: dict[str, Any]) -> list[str]:
    """What a book remembers of an event, line by line."""
    lines = [str(EventStatus(facts["status"]).label), when.period_of(facts)]
    lines.append(str(EventMode(facts["mode"]).label))
    lines.append(", ".join(part for part in (facts["venue"], facts["address"]) if part))
    return [line for line in lines if line]
