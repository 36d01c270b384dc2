"""What a reader of a language finds: entries in it, and what so far exists only in another."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from catalogue.models import Entry, EntryQuerySet


def for_reader(entries: EntryQuerySet, language: str) -> EntryQuerySet:
    """Narrow entries to one row for each thing, in the best language there is.

    The reader's language comes first, then the source language, then the others in the order of
    the settings. An entry keeps its own `language`: whoever shows it says when it is another.
    """
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    preferred = [language, settings.LANGUAGE_CODE, *others]
    same_thing = Entry.objects.visible().filter(translation_key=OuterRef("translation_key"))
    best = Q(language=language)
    for place, code in enumerate(preferred[1:], start=1):
        if code not in preferred[:place]:
            is_best = Q(~Exists(same_thing.filter(language__in=preferred[:place])))
            best |= Q(language=code) & is_best
    return entries.filter(best)
