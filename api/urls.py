"""The API's table of contents."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from api.endpoints import (
    changes,
    collections,
    cooperatives,
    documentation,
    entries,
    root,
    subscriptions,
    vocabularies,
)

app_name = "api"


class CollectionSlugConverter(SlugConverter):
    """Slugs as long as a collection's may be: longer ones are not looked up."""

    regex = "[-a-zA-Z0-9_]{1,80}"


register_converter(CollectionSlugConverter, "collection")

urlpatterns = [
    path("", root.Root.as_view(), name="root"),
    path("entries/", entries.EntryList.as_view(), name="entries"),
    path("entries/<uuid:uid>/", entries.EntryDetail.as_view(), name="entry"),
    path("collections/", collections.CollectionList.as_view(), name="collections"),
    path(
        "collections/<collection:slug>/", collections.CollectionDetail.as_view(), name="collection"
    ),
    path(
        "collections/<collection:slug>/entries/",
        collections.CollectionEntries.as_view(),
        name="collection-entries",
    ),
    path(
        "collections/<collection:slug>/changes/",
        changes.CollectionChanges.as_view(),
        name="collection-changes",
    ),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("cooperatives/", cooperatives.CooperativeList.as_view(), name="cooperatives"),
    path(
        "cooperatives/<collection:code>/",
        cooperatives.CooperativeDetail.as_view(),
        name="cooperative",
    ),
    path("subscriptions/", subscriptions.Subscriptions.as_view(), name="subscriptions"),
    path("topics/", vocabularies.TopicList.as_view(), name="topics"),
    path("territories/", vocabularies.TerritoryList.as_view(), name="territories"),
    path("schema/", documentation.Schema.as_view(), name="schema"),
    path("docs/", documentation.Docs.as_view(), name="docs"),
]
