"""Ways from the editor of an issue to its desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from newsletter import issues
from newsletter.admin import rights
from newsletter.models import IssuePage, Mailing, MailingState, NewsletterIndexPage

DIGESTS = "wagtailsnippets_newsletter_digestplan:list"
GROUPS = "wagtailsnippets_newsletter_segment:list"
SUBSCRIBERS = "wagtailsnippets_newsletter_subscriber:list"


class RightMenuItem(MenuItem):
    """An entry of the menu for those who have a right."""

    def __init__(self, *args: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees it."""
        return bool(request.user.has_perm(self.right))


class IssuesMenuItem(MenuItem):
    """Leads to the pages of the issues."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only where there is an archive; points to it."""
        index = NewsletterIndexPage.objects.order_by("path").first()
        if index is None:
            return False
        self.url = reverse("wagtailadmin_explore", args=[index.pk])
        return True


def newsletter_menu() -> SubmenuMenuItem:
    """Issues, sending, subscribers."""
    items = [
        IssuesMenuItem(gettext_lazy("Issues"), "", icon_name="doc-full", order=100),
        RightMenuItem(
            gettext_lazy("Sending"),
            reverse("newsletter_admin:mailings"),
            icon_name="mail",
            order=200,
            right=rights.SEND,
        ),
        RightMenuItem(
            gettext_lazy("Subscribers"),
            reverse(SUBSCRIBERS),
            icon_name="group",
            order=300,
            right="newsletter.view_subscriber",
        ),
        RightMenuItem(
            gettext_lazy("Groups of readers"),
            reverse(GROUPS),
            icon_name="crosshairs",
            order=350,
            right="newsletter.view_segment",
        ),
        RightMenuItem(
            gettext_lazy("Digests"),
            reverse(DIGESTS),
            icon_name="calendar-alt",
            order=250,
            right="newsletter.change_digestplan",
        ),
        RightMenuItem(
            gettext_lazy("How our mail fares"),
            reverse("newsletter_admin:reputation"),
            icon_name="history",
            order=400,
            right=rights.SEND,
        ),
    ]
    menu = Menu(register_hook_name=None, items=items)
    return SubmenuMenuItem(
        gettext_lazy("Newsletter"), menu, name="newsletter", icon_name="mail", order=250
    )


def page_buttons(page: Page, user: Any) -> Iterator[Button]:
    """Beside an issue, for those who may send it."""
    if issubclass(page.specific_class or Page, IssuePage) and rights.may_send(user):
        yield Button(
            _("Send"),
            reverse("newsletter_admin:desk", args=[page.pk]),
            icon_name="mail",
            priority=35,
        )


def say_what_comes_next(request: HttpRequest, page: Page) -> None:
    """After an issue was published: where to send it."""
    has_published = isinstance(page, IssuePage) and page.live and request.POST.get("action-publish")
    if has_published and rights.may_send(request.user):
        link = reverse("newsletter_admin:desk", args=[page.pk])
        text = _("Published. Readers have not been written to yet:")
        message = format_html('{} <a href="{}">{}</a>', text, link, _("go to sending"))
        messages.info(request, message)


def say_what_is_fixed(request: HttpRequest, page: Page) -> None:
    """When somebody opens an issue that has been frozen: what editing changes, and what not."""
    if request.method != "GET" or not isinstance(page, IssuePage):
        return
    edition = issues.edition_of(page)
    if edition is None:
        return
    text = _(
        "This issue was frozen on %(day)s: its mail and its page in the archive keep the words of "
        "that moment. To mend a mistake, thaw it before it is sent, or send a correction."
    )
    messages.warning(request, text % {"day": date_format(timezone.localtime(edition.frozen_at))})


def keep_while_sending(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep an issue from being deleted while it is on its way: its desk would go with it."""
    on_its_way = Mailing.objects.filter(
        page__path__startswith=page.path,
        state__in=[
            MailingState.FROZEN,
            MailingState.SCHEDULED,
            MailingState.SENDING,
            MailingState.PAUSED,
        ],
    ).first()
    if on_its_way is None:
        return None
    message = _("“%(title)s” is on its way to its readers: cancel its sending before deleting it.")
    messages.error(request, message % {"title": on_its_way.title})
    return redirect("newsletter_admin:mailings")
