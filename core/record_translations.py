"""How far the translations of records are: topics, collections, needs and whatever else has them.

The words are those for pages (`core.translation_states`). A record is *outdated* when it was edited
again after its translation was last synchronised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, QuerySet
from wagtail.models import Locale, ModelLogEntry, Page, get_translatable_models
from wagtail.snippets.models import get_snippet_models

from core import reach
from core.translation_states import TO_DO, Standing, TranslationState, under_way

EDITED = ("wagtail.create", "wagtail.edit")


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """A record of the main language, and where it stands in another one."""

    record: Any
    standing: Standing

    @property
    def needs_somebody(self) -> bool:
        """Whether its translation is missing, incomplete or outdated."""
        return self.standing.state in TO_DO


def kinds(user: Any) -> list[type[Model]]:
    """The sorts of records with translations that somebody may change, by name."""
    snippets = set(get_snippet_models())
    found = [
        model
        for model in get_translatable_models()
        if model in snippets and not issubclass(model, Page) and _may_change(user, model)
    ]
    return sorted(found, key=lambda model: str(model._meta.verbose_name_plural))


def records(user: Any, locale: Locale, only: Iterable[type[Model]]) -> list[RecordStanding]:
    """Where each record of some sorts stands in a language: as many queries for one as for all."""
    found: list[RecordStanding] = []
    for model in only:
        rows = list(_sources(model, user))
        found += _standings(model, rows, locale)
    return found


def _may_change(user: Any, model: type[Model]) -> bool:
    name = f"{model._meta.app_label}.change_{model._meta.model_name}"
    return bool(user.has_perm(name)) and (not reach.is_limited(user) or reach.knows_regions(model))


def _sources(model: type[Model], user: Any) -> QuerySet[Any]:
    """What readers find of a sort, in the main language."""
    rows = model._default_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
    names = {field.name for field in model._meta.get_fields()}
    if "is_public" in names:
        rows = rows.filter(is_public=True)
    if "merged_into" in names:
        rows = rows.filter(merged_into__isnull=True)
    return reach.narrow(rows, user)


def _standings(model: type[Model], rows: list[Any], locale: Locale) -> list[RecordStanding]:
    keys = {row.translation_key for row in rows}
    written = set(
        model._default_manager.filter(translation_key__in=keys, locale=locale).values_list(
            "translation_key", flat=True
        )
    )
    begun, edited = under_way(keys), _edits(model, rows)
    found = []
    for row in rows:
        done, total, synchronised = 0, 0, None
        if (row.translation_key, locale.pk) in begun:
            total, done, synchronised = begun[row.translation_key, locale.pk]
        state = TranslationState.WHOLE
        if row.translation_key not in written:
            state = TranslationState.MISSING
        elif done < total:
            state = TranslationState.INCOMPLETE
        elif synchronised and edited.get(str(row.pk), synchronised) > synchronised:
            state = TranslationState.BEHIND
        found.append(RecordStanding(row, Standing(locale.language_code, state, done, total)))
    return found


def _edits(model: type[Model], rows: list[Any]) -> dict[str, datetime]:
    """When each record was last saved by a person."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(row.pk) for row in rows],
        action__in=EDITED,
    )
    return dict(entries.values_list("object_id").annotate(last=Max("timestamp")).order_by())
