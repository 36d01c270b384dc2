"""How far the translations of pages are: worked out for many pages at once.

A translation is *whole* when every text of its source as it was last synchronised is translated
and the page is public; *behind* when the source was published again since; and so on. What a
page's state is in a language is asked for by the first page of the admin, the report and the
editor's side panel: they all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation


class TranslationState(models.TextChoices):
    """Where a page stands in a language."""

    WHOLE = "whole", pgettext_lazy("translation", "Translated")
    DRAFT = "draft", pgettext_lazy("translation", "Translated, not published")
    INCOMPLETE = "incomplete", pgettext_lazy("translation", "Texts are missing")
    BEHIND = "behind", pgettext_lazy("translation", "Outdated")
    MISSING = "missing", pgettext_lazy("translation", "Not translated")


# What somebody has to do something about.
TO_DO = (TranslationState.INCOMPLETE, TranslationState.BEHIND, TranslationState.MISSING)
# In three words, for filters: what is incomplete is behind its source, too.
FOUND = [
    ("translated", pgettext_lazy("translation", "Translated")),
    ("outdated", pgettext_lazy("translation", "Outdated")),
    ("missing", pgettext_lazy("translation", "Not translated")),
]
_FOUND = {
    TranslationState.WHOLE: "translated",
    TranslationState.DRAFT: "translated",
    TranslationState.INCOMPLETE: "outdated",
    TranslationState.BEHIND: "outdated",
    TranslationState.MISSING: "missing",
}


def is_found(state: TranslationState, asked: str) -> bool:
    """Whether a state is the one that a filter asks for; an empty filter asks for all."""
    return asked in ("", _FOUND[state])


@dataclass(frozen=True, slots=True)
class Standing:
    """A page in one language: its state, how many of its texts are translated, and its page."""

    language: str
    state: TranslationState
    done: int = 0
    total: int = 0
    page_id: int | None = None

    @property
    def share(self) -> int:
        """How much is translated, in percent, never rounded up to 100."""
        if self.total:
            return int(100 * self.done / self.total)
        return 0 if self.state == TranslationState.MISSING else 100


def source_pages() -> models.QuerySet[Page]:
    """Public pages of the main language that can be translated, home pages left out."""
    pages = Page.objects.live().filter(alias_of__isnull=True, depth__gt=2)
    return pages.filter(locale__language_code=settings.LANGUAGE_CODE)


def standings(pages: Iterable[Page]) -> dict[int, list[Standing]]:
    """The state of each page in each other language, by the page's id: four queries for all."""
    rows = list(pages)
    keys = {page.translation_key for page in rows}
    others = list(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).order_by("pk"))
    written = _translated_pages(keys)
    begun = under_way(keys)
    return {
        page.pk: [
            _judge(
                page,
                locale.language_code,
                written.get((page.translation_key, locale.pk)),
                begun.get((page.translation_key, locale.pk)),
            )
            for locale in others
        ]
        for page in rows
    }


def to_translate(pages: models.QuerySet[Any], locale: Locale) -> models.QuerySet[Any]:
    """Narrow source pages to those whose translation into a language is missing or outdated.

    `waiting_since` is the moment from which the translation has been missing something.
    """
    written = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=locale, alias_of__isnull=True
    )
    translation = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=locale, enabled=True
    )
    behind = translation.filter(source__last_updated_at__lt=OuterRef("last_published_at"))
    return (
        pages.annotate(waiting_since=F("last_published_at"))
        .filter(~Exists(written) | Exists(behind) | Exists(translation.filter(_has_gaps(locale))))
        .order_by("waiting_since", "pk")
    )


def in_state(pages: models.QuerySet[Any], locale: Locale, found: str) -> models.QuerySet[Any]:
    """Narrow source pages to those that stand in a language as a filter asks (see `FOUND`)."""
    to_do = to_translate(pages, locale).values("pk")
    if found == "translated":
        return pages.exclude(pk__in=to_do)
    written = Page.objects.filter(locale=locale, alias_of__isnull=True).values("translation_key")
    pages = pages.filter(pk__in=to_do)
    if found == "missing":
        return pages.exclude(translation_key__in=written)
    return pages.filter(translation_key__in=written)


def _has_gaps(locale: Locale) -> Exists:
    """Whether a text of a translation's source has no translation."""
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale=locale,
        has_error=False,
    )
    segments = StringSegment.objects.filter(~Exists(done), source_id=OuterRef("source_id"))
    return Exists(segments)


def _translated_pages(keys: set[Any]) -> dict[tuple[Any, int], tuple[int, bool]]:
    found = Page.objects.filter(translation_key__in=keys, alias_of__isnull=True)
    rows = found.values_list("translation_key", "locale_id", "pk", "live")
    return {(key, locale): (pk, live) for key, locale, pk, live in rows}


def under_way(keys: set[Any]) -> dict[tuple[Any, int], tuple[int, int, datetime]]:
    """Of each translation in wagtail-localize: texts, translated texts, last synchronised."""
    done = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    segments = StringSegment.objects.filter(source_id=OuterRef("source_id"))
    counted = segments.order_by().values("source_id")
    total = counted.annotate(n=Count("pk")).values("n")
    translated = counted.filter(Exists(done)).annotate(n=Count("pk")).values("n")
    rows = Translation.objects.filter(source__object_id__in=keys, enabled=True).values_list(
        "source__object_id",
        "target_locale_id",
        Subquery(total),
        Subquery(translated),
        "source__last_updated_at",
    )
    return {
        (key, locale): (all_of_them or 0, done_of_them or 0, updated)
        for key, locale, all_of_them, done_of_them, updated in rows
    }


def _judge(
    page: Page,
    language: str,
    written: tuple[int, bool] | None,
    under_way: tuple[int, int, datetime] | None,
) -> Standing:
    total, done, updated = under_way or (0, 0, None)
    if written is None:
        return Standing(language, TranslationState.MISSING, done, total)
    pk, is_live = written
    published = page.last_published_at
    if done < total:
        state = TranslationState.INCOMPLETE
    elif updated is not None and published is not None and updated < published:
        state = TranslationState.BEHIND
    else:
        state = TranslationState.WHOLE if is_live else TranslationState.DRAFT
    return Standing(language, state, done, total, pk)
