"""Taking a page down in the admin: for what reason, as whoever holds a copy is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
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
    take_down_legally(request, [page], with_below=bool(request.POST.get("include_descendants")))
    title = page.get_admin_display_title()
    messages.success(
        request,
        _("“%(title)s” was taken down for legal reasons, and whoever holds a copy is told so.")
        % {"title": title},
    )
    following = get_valid_next_url_from_request(request)
    return redirect(following) if following else redirect("wagtailadmin_explore", _above(page))


def take_down_legally(request: HttpRequest, pages: Sequence[Page], *, with_below: bool) -> None:
    """Take pages down in every language this person may, and name the languages that are left."""
    translations = Page.objects.live().filter(
        translation_key__in=[page.translation_key for page in pages]
    )
    mine = [one for one in translations if one.permissions_for_user(request.user).can_unpublish()]
    publishing.withdraw_legally(
        page_ids=[*(page.pk for page in pages), *(one.pk for one in mine)],
        user=request.user,
        with_below=with_below,
    )
    for left in sorted(set(translations.values_list("locale__language_code", flat=True))):
        messages.warning(
            request,
            _("The translation (%(language)s) is still public: ask somebody who may take it down.")
            % {"language": left},
        )


class UnpublishForm(DefaultPageForm):
    """What is asked before several pages are taken down, as before a single one."""

    withdrawal = forms.ChoiceField(
        label=gettext_lazy("Why are they taken down?"),
        help_text=gettext_lazy("Partner sites that hold a copy are told the reason."),
        choices=[
            (Reason.WITHDRAWN.value, gettext_lazy("They are no longer to be shown")),
            (
                Reason.LEGAL.value,
                gettext_lazy("For legal reasons: copies must be removed, in all languages"),
            ),
        ],
        initial=Reason.WITHDRAWN.value,
        required=False,
        widget=forms.RadioSelect,
    )


class UnpublishSeveral(UnpublishBulkAction):
    """Wagtail's own, with a question: the reason goes to whoever holds a copy."""

    form_class = UnpublishForm
    template_name = "catalogue/admin/unpublish_several.html"

    def prepare_action(self, objects: list[Page], _others: list[Page]) -> HttpResponse | None:
        """Where legal reasons were given, do it all here; None lets it go on by itself."""
        answers = self.cleaned_form.cleaned_data
        if answers["withdrawal"] in ORDINARY:
            return None
        take_down_legally(self.request, objects, with_below=answers["include_descendants"])
        messages.success(
            self.request,
            ngettext(
                "%(count)d page was taken down for legal reasons, and whoever holds a copy is told "
                "so.",
                "%(count)d pages were taken down for legal reasons, and whoever holds a copy is "
                "told so.",
                len(objects),
            )
            % {"count": len(objects)},
        )
        return redirect(self.next_url)


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
