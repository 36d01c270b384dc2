"""An issue across its languages: the pages that are one issue, and their renderings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings

from core.visibility import is_public
from newsletter import rendering
from newsletter.models import Edition, IssuePage, Mailing, MailingKind
from newsletter.rendering import Rendering


@dataclass(frozen=True, slots=True)
class Issue:
    """The published pages of an issue by language, and the one that stands in for missing ones."""

    key: uuid.UUID
    pages: dict[str, IssuePage]
    source: IssuePage | None

    @property
    def source_language(self) -> str:
        """The language of readers for whom there is no edition of their own."""
        return self.source.locale.language_code if self.source else settings.LANGUAGE_CODE

    def rendered(self) -> dict[str, Rendering]:
        """Render every published language. Raises MjmlError for a broken template."""
        return {language: rendering.render(page) for language, page in self.pages.items()}


def issue_of(key: uuid.UUID) -> Issue:
    """Gather what is published of an issue; the source language comes first."""
    found = IssuePage.objects.filter(translation_key=key, alias_of__isnull=True)
    pages = {
        page.locale.language_code: page
        for page in found.select_related("locale").order_by("pk")
        if is_public(page)
    }
    order = sorted(pages, key=lambda language: (language != settings.LANGUAGE_CODE, language))
    ordered = {language: pages[language] for language in order}
    return Issue(key, ordered, next(iter(ordered.values()), None))


def prepared(page: IssuePage) -> Issue:
    """What would be frozen now; the newest drafts while nothing of the issue is published."""
    issue = issue_of(page.translation_key)
    if issue.pages:
        return issue
    drafts = IssuePage.objects.filter(
        translation_key=page.translation_key, alias_of__isnull=True
    ).select_related("locale")
    pages = {one.locale.language_code: one.get_latest_revision_as_object() for one in drafts}
    source = pages.get(settings.LANGUAGE_CODE) or next(iter(pages.values()), None)
    return Issue(issue.key, pages, source)


def source_page(page: IssuePage) -> IssuePage:
    """The page of the issue in the source language, published or not; else the page itself."""
    same = IssuePage.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return same.first() or page


def mailing_of(page: IssuePage) -> Mailing | None:
    """The mailing of the issue a page belongs to, if one was begun."""
    own = Mailing.objects.filter(issue_key=page.translation_key)
    return own.exclude(kind=MailingKind.MISSED).first()


def edition_of(page: IssuePage) -> Edition | None:
    """The frozen edition of a page, None while the issue is not frozen."""
    return (
        Edition.objects.filter(
            mailing__issue_key=page.translation_key, language=page.locale.language_code
        )
        .exclude(mailing__kind=MailingKind.MISSED)
        .first()
    )
