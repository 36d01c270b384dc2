"""English for what was written in Italian, the way a translator makes it in the admin."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from core.models import User

TARGET = "en"


class MissingWordsError(LookupError):
    """The demo's content has no English for something a translator would be asked for."""


@transaction.atomic
def translate(
    instance: Any,
    english: Mapping[str, str],
    *,
    user: User,
    slug: str = "",
    publish: bool = True,
) -> None:
    """Translate a page or a record and publish the result; a second time nothing changes.

    Raises MissingWordsError where `english` has no words for a string. `slug` is the address
    part in English; without it the English title makes it.
    """
    target = Locale.objects.get(language_code=TARGET)
    source, _new = TranslationSource.update_or_create_from_instance(instance)
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=target)
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=target,
                data=_words(instance, segment, english, slug),
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=user,
            )
            for segment in source.stringsegment_set.select_related("string", "context")
        ],
        ignore_conflicts=True,
    )
    translation.save_target(user=user, publish=publish)


def is_translated(page: Page) -> bool:
    """Whether the page's English is as far as the page itself: public, or a draft of a draft."""
    translations = page.get_translations().filter(locale__language_code=TARGET)
    return bool(translations.filter(live=True).exists() if page.live else translations.exists())


def _words(instance: Any, segment: Any, english: Mapping[str, str], slug: str) -> str:
    """The English of one string."""
    if segment.context.path == "slug":
        # What stands before the colon is enough: addresses should be short.
        title = english[StringValue.from_plaintext(instance.title).data]
        return slug or slugify(unescape(title).split(":")[0])
    try:
        return english[segment.string.data]
    except KeyError:
        where = f"{instance}: {segment.context.path}"
        raise MissingWordsError(f"{where}: no English for {segment.string.data!r}") from None
