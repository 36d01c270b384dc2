"""Which pages show a record: a topic, a territory, a cooperative, a picture, a document, a
collection.

Read off the fields of the page types that have a projection, so that no room has to be known.
"""

from __future__ import annotations

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, ManyToManyField, Model, Q
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from catalogue.models import CuratedCollection, EntryTerm
from core.echoes import has_echoes, page_ids_echoing
from core.projection import projected_types


def is_shown_by_pages(model: type[Model]) -> bool:
    """Whether any page type shows records of this model."""
    if issubclass(model, AbstractDocument | CuratedCollection):
        return True
    return bool(_paths_to(model)) or has_echoes(model)


def page_ids_showing(record: Model) -> set[int]:
    """The ids of the pages whose projection may contain words of `record`.

    A translatable record is found under all its languages, because pages point to the one in the
    source language and show the others.
    """
    page_ids = page_ids_echoing(record)
    for page_type, path in _paths_to(type(record)):
        if isinstance(record, TranslatableMixin):
            where = Q(**{f"{path}__translation_key": record.translation_key})
        else:
            where = Q(**{path: record})
        page_ids.update(page_type.objects.filter(where).values_list("pk", flat=True))
    if isinstance(record, get_image_model()):
        page_ids |= page_ids_with_images({record.pk})
    if isinstance(record, AbstractDocument):
        page_ids |= page_ids_linking_to({record.pk})
    if isinstance(record, CuratedCollection):
        page_ids |= page_ids_choosing(record)
    return page_ids


def page_ids_with_images(image_ids: set[int]) -> set[int]:
    """The ids of the public pages in which any of these pictures stands, in whatever place."""
    terms = EntryTerm.objects.filter(facet="image", code__in=[str(one) for one in image_ids])
    pages = terms.filter(entry__page__isnull=False).values_list("entry__page_id", flat=True)
    return set(pages)


def page_ids_linking_to(document_ids: set[int]) -> set[int]:
    """The ids of the pages whose texts link to any of these documents, as Wagtail's index knows."""
    return _page_ids_referring_to(get_document_model(), document_ids)


def page_ids_choosing(collection: CuratedCollection) -> set[int]:
    """The ids of the pages in which a collection, or a translation of its words, was put."""
    same = CuratedCollection.objects.filter(translation_key=collection.translation_key)
    return _page_ids_referring_to(CuratedCollection, set(same.values_list("pk", flat=True)))


def _page_ids_referring_to(model: type[Model], ids: set[int]) -> set[int]:
    links = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(one) for one in ids],
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return {int(one) for one in links.values_list("object_id", flat=True)}


@cache
def _paths_to(model: type[Model]) -> tuple[tuple[type[Page], str], ...]:
    """The page types that point to a model, each with the query path that leads there."""
    if issubclass(model, Page):
        return ()
    paths = []
    for page_type in projected_types():
        paths += [(page_type, name) for name in _own_fields_to(page_type, model)]
        for relation in get_all_child_relations(page_type):
            if relation.model is page_type:
                child = relation.related_model
                parent = relation.field.related_query_name()
                paths += [(page_type, f"{parent}__{name}") for name in _own_fields_to(child, model)]
    return tuple(paths)


def _own_fields_to(owner: type[Model], model: type[Model]) -> list[str]:
    """The fields of a model itself (not of those it inherits from) that point to another."""
    return [
        field.name
        for field in owner._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.model is owner
        and field.related_model is model
    ]
