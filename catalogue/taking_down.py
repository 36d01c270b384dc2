"""Taking a page down in the admin: for what reason, as whoever holds a copy is told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from catalogue import publishing
from catalogue.models import Reason

# Nothing said means the usual reason, as in Wagtail's own forms.
ORDINARY = ("", Reason.WITHDRAWN.value)


def before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where legal reasons were given, do it all here, in every language this person may take down.

    Wagtail has asked whether the person may take this page down; None lets it go on by itself.
    """
    reason = request.POST.get("withdrawal", "")
    if reason in ORDINARY:
        return None
    if reason != Reason.LEGAL.value:
        messages.error(request, _("Choose a reason for taking the page down."))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    translations = page.get_translations().live()
    mine = [one for one in translations if one.permissions_for_user(request.user).can_unpublish()]
    publishing.withdraw_legally(
        page_ids=[page.pk, *(one.pk for one in mine)],
        user=request.user,
        with_below=bool(request.POST.get("include_descendants")),
    )
    title = page.get_admin_display_title()
    messages.success(
        request,
        _("“%(title)s” was taken down for legal reasons, and whoever holds a copy is told so.")
        % {"title": title},
    )
    for left in set(translations.values_list("locale__language_code", flat=True)):
        messages.warning(
            request,
            _("The translation (%(language)s) is still public: ask somebody who may take it down.")
            % {"language": left},
        )
    following = get_valid_next_url_from_request(request)
    return redirect(following) if following else redirect("wagtailadmin_explore", _above(page))


def register(actions: LogActionRegistry) -> None:
    """Name the act for the history."""
    actions.register_action(
        publishing.TAKEN_DOWN,
        gettext_lazy("Take down for legal reasons"),
        gettext_lazy("Taken down for legal reasons"),
    )


def _above(page: Page) -> Any:
    parent = page.get_parent()
    return parent.pk if parent else page.pk
