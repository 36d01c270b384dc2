"""What is translated and what is kept in step, for every model that has translations."""

from __future__ import annotations

import pytest
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields
from wagtail_localize.models import StringSegment
from wagtail_localize.operations import TranslationCreator

from tests.factories import HubSite, locale

OURS = [
    model
    for model in get_translatable_models()
    if model.__module__.split(".")[0] not in {"wagtail", "wagtail_localize"}
]
PAGES = [model for model in OURS if issubclass(model, Page)]
# Wagtail's own fields that staff never write words into.
WAGTAILS = {"alias_of", "index_entries", "sites_rooted_here", "comments", "wagtail_admin_comments"}


def fields_of(model: type[models.Model]) -> dict[str, TranslatableField | SynchronizedField]:
    return {field.field_name: field for field in get_translatable_fields(model)}


def names_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_rule_is_about_a_field_that_is_gone(model):
    ruled = {field.field_name for field in getattr(model, "override_translatable_fields", [])}
    assert ruled - names_of(model) == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_to_many_are_kept_in_step(model):
    """wagtail-localize leaves them out unless it is told: a translation would lose them."""
    many = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, ParentalManyToManyField | models.ManyToManyField)
    }
    assert many - set(fields_of(model)) - WAGTAILS == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_codes_dates_and_numbers_are_not_translated(model):
    codes = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(
            field, models.DateField | models.IntegerField | models.BooleanField | models.URLField
        )
        or (isinstance(field, models.CharField) and field.choices)
    }
    translated = {name for name, field in fields_of(model).items() if is_translated(field)}
    assert codes & translated == set()


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
def test_every_page_takes_title_summary_body_and_search_engine_words_along(model):
    translated = {name for name, field in fields_of(model).items() if is_translated(field)}
    words = {"title", "slug", "seo_title", "search_description", "summary", "body"}
    words |= {"lead_image_alt"}
    assert words - translated == set()
    rich = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, RichTextField | StreamField)
    }
    assert rich - translated == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_rows_with_words_of_their_own_are_translated_or_it_was_decided_otherwise(model):
    if not issubclass(model, ClusterableModel):
        return
    decided = {field.field_name for field in getattr(model, "override_translatable_fields", [])}
    silent = {
        relation.name
        for relation in get_all_child_relations(model)
        if relation.related_model.__module__.split(".")[0] not in {"wagtail", "wagtail_localize"}
        and not issubclass(relation.related_model, TranslatableMixin)
        and any(is_prose(field) for field in relation.related_model._meta.get_fields())
        and relation.name not in decided
    }
    assert silent == set()


def is_prose(field: object) -> bool:
    """Whether people write sentences into a field: long, and no address."""
    return isinstance(field, models.TextField) or (
        isinstance(field, models.CharField)
        and not field.choices
        and not isinstance(field, models.URLField | models.EmailField | models.SlugField)
        and (field.max_length or 0) > 120
    )


def is_translated(field: TranslatableField | SynchronizedField) -> bool:
    return isinstance(field, TranslatableField)


@pytest.mark.django_db
def test_translating_a_practice_offers_all_its_words(hub_site: HubSite):
    creator = TranslationCreator(user=None, target_locales=[locale("en")])
    creator.create_translations(hub_site.practices)
    practice = hub_site.practice(
        title="Orti sui tetti",
        seo_title="Orti urbani sui tetti",
        search_description="Come coltivare sui tetti.",
        summary="Si coltiva insieme sui tetti della scuola.",
        body=[("heading", {"text": "Che cosa abbiamo imparato", "level": "2"})],
    )
    creator.create_translations(practice)
    offered = set(
        StringSegment.objects.filter(source__object_id=practice.translation_key).values_list(
            "string__data", flat=True
        )
    )
    assert {
        "Orti sui tetti",
        "Orti urbani sui tetti",
        "Come coltivare sui tetti.",
        "Si coltiva insieme sui tetti della scuola.",
        "Che cosa abbiamo imparato",
    } <= offered
