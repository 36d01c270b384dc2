"""What waits in the house as a whole: approvals, translations, pages about to expire, letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page, TaskState

from core import reach, record_translations, waiting
from core.models import Letter
from core.translation_states import source_pages, to_translate
from core.waiting import Heading, Line, waits
from events import attention
from events.admin import rights

# So many days before a page is taken down, somebody is told.
SOON = timedelta(days=14)
# Letters that failed longer ago are history.
RECENT = timedelta(days=30)


@waits("hub.to_review", heading=Heading.REVIEW)
def to_review(user: Any) -> Iterator[Line]:
    """Drafts that were handed in, for those who may approve them."""
    states = TaskState.objects.reviewable_by(user).select_related("revision")
    first = list(states.order_by("started_at", "pk")[: waiting.NAMED])
    if not first:
        return
    count = states.count()
    text = ngettext(
        "%(count)d draft to read and approve", "%(count)d drafts to read and approve", count
    )
    yield Line(
        text=text % {"count": count},
        url=reverse("wagtailadmin_reports:workflow_tasks") + "?status=in_progress",
        action=_("Read"),
        count=count,
        names=tuple(state.revision.object_str for state in first),
        since=first[0].started_at,
    )


def _to_translate_into(language: str) -> Callable[[int], str]:
    """The words of a line about a language."""

    def text(count: int) -> str:
        return ngettext(
            "%(count)d page to translate or to bring up to date: %(language)s",
            "%(count)d pages to translate or to bring up to date: %(language)s",
            count,
        ).replace("%(language)s", language)

    return text


@waits(
    "hub.to_translate",
    heading=Heading.TRANSLATE,
    permission="wagtail_localize.submit_translation",
)
def pages_to_translate(user: Any) -> Iterator[Line]:
    """Public pages without a translation, or with one that is behind: a line per language."""
    editable = waiting.editable_pages(user).values("pk")
    for locale in Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).order_by("pk"):
        language = locale.get_display_name()
        yield from Line.of(
            to_translate(source_pages().filter(pk__in=editable), locale),
            text=_to_translate_into(str(language)),
            since="waiting_since",
            url=reverse("translations_of_pages") + f"?language={locale.language_code}&to_do=true",
            action=_("Look at them"),
        )


@waits(
    "hub.records_to_translate",
    heading=Heading.TRANSLATE,
    permission="wagtail_localize.submit_translation",
)
def records_to_translate(user: Any) -> Iterator[Line]:
    """Topics, collections and other public records that are behind: a line per language."""
    kinds = record_translations.kinds(user)
    for locale in Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).order_by("pk"):
        records = record_translations.records(user, locale, kinds)
        found = [one.record for one in records if one.needs_somebody]
        if not found:
            continue
        text = ngettext(
            "%(count)d topic or other record to translate or to bring up to date: %(language)s",
            "%(count)d topics and other records to translate or to bring up to date: %(language)s",
            len(found),
        )
        yield Line(
            text=text % {"count": len(found), "language": locale.get_display_name()},
            url=reverse("translations_of_records") + f"?language={locale.language_code}&to_do=true",
            action=_("Look at them"),
            count=len(found),
            names=tuple(str(record) for record in found[: waiting.NAMED]),
        )


@waits("hub.about_to_expire", heading=Heading.EXPIRE)
def about_to_expire(user: Any) -> Iterator[Line]:
    """Public pages that will be taken down soon, for those who may put that off."""
    pages = Page.objects.live().filter(
        expire_at__lte=timezone.now() + SOON, pk__in=waiting.publishable_pages(user).values("pk")
    )
    yield from Line.of(
        pages.order_by("expire_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d page is about to be taken down",
            "%(count)d pages are about to be taken down",
            count,
        ),
        since="expire_at",
        url=lambda page: reverse(
            "wagtailadmin_pages:edit", args=[page.pk if page else pages.earliest("expire_at").pk]
        ),
        action=_("Decide"),
    )


@waits("hub.failed_letters", heading=Heading.REPAIR, permission="core.view_letter")
def failed_letters(user: Any) -> Iterator[Line]:
    """Mails to single people that did not leave.

    Those to people who registered for an event have a line of their own, with a way to the list.
    """
    letters = Letter.objects.failed().filter(created_at__gte=timezone.now() - RECENT)
    if user.has_perm(rights.CHANGE) and not reach.is_limited(user):
        letters = letters.exclude(pk__in=attention.letters_not_delivered().order_by().values("pk"))
    for line in Line.of(
        letters.order_by("created_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d mail to a single person failed",
            "%(count)d mails to single people failed",
            count,
        ),
        since="created_at",
        url=reverse("letters_report") + "?state=failed",
        action=_("Look at them"),
    ):
        yield Line(line.text, line.url, line.action, line.count, since=line.since)
