"""How many queries each public address takes: as many for twenty entries as for one."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Change, CollectionMember, Entry, EntryTerm, Verb
from practices.models import Cooperative
from tests.api.conftest import Commits, Reader, Shelf
from tests.factories import CooperativeFactory

# The addresses of the API, with what each may ask the database.
API: dict[str, int] = {
    "/api/v1/": 0,
    "/api/v1/entries/": 1,
    "/api/v1/entries/?view=full": 1,
    "/api/v1/entries/?kind=practice&language=it&topic=agricoltura-sociale": 1,
    "/api/v1/entries/?territory=08&published_since=2020-01-01": 1,
    "/api/v1/entries/?collection=cura&view=full": 1,
    "/api/v1/entries/?order=starts_at": 1,
    "/api/v1/entries/{uid}/": 1,
    "/api/v1/collections/": 3,
    "/api/v1/collections/cura/": 3,
    "/api/v1/collections/cura/entries/?view=full": 1,
    "/api/v1/collections/cura/entries/?language=en": 1,
    "/api/v1/collections/cura/changes/": 4,
    "/api/v1/changes/": 3,
    "/api/v1/cooperatives/": 1,
    "/api/v1/cooperatives/{cooperative}/": 5,
    "/api/v1/topics/": 4,
    "/api/v1/territories/": 3,
    "/api/v1/subscriptions/": 0,
    "/api/v1/schema/": 0,
    "/id/{uid}/": 1,
}
FEEDS: dict[str, int] = {
    "/it/feeds/atom.xml": 2,
    "/it/feeds/feed.json": 2,
    "/it/feeds/calendar.ics": 3,
    "/it/feeds/newsletter/atom.xml": 3,
    "/it/feeds/newsletter/feed.json": 3,
    "/it/feeds/collections/cura/atom.xml": 3,
    "/it/feeds/collections/cura/feed.json": 3,
    "/it/feeds/collections/cura/calendar.ics": 4,
    "/en/feeds/collections/cura/atom.xml": 4,
    "/it/feeds/topics/agricoltura-sociale/atom.xml": 3,
    "/it/feeds/topics/agricoltura-sociale/calendar.ics": 4,
    "/en/feeds/topics/agricoltura-sociale/feed.json": 4,
    "/it/feeds/territories/08/atom.xml": 3,
    "/en/feeds/territories/08/calendar.ics": 4,
}


@pytest.fixture
def crowd(shelf: Shelf) -> Shelf:
    """The shelf with thirty entries more, in the collection too."""
    model = Entry.objects.get(uid=shelf.orchard.uid)
    terms = list(model.terms.all())
    for number in range(30):
        uid = uuid.uuid4()
        facts = {"uid": uid, "kind": model.kind, "language": model.language}
        entry = Entry.objects.get(pk=model.pk)
        entry.pk, entry.uid, entry.translation_key = None, uid, uuid.uuid4()
        entry.change = Change.objects.create(verb=Verb.UPSERT, **facts)
        entry.save()
        EntryTerm.objects.bulk_create(
            EntryTerm(entry=entry, facet=term.facet, code=term.code, label=term.label)
            for term in terms
        )
        CollectionMember.objects.create(
            collection=shelf.collection,
            entry=entry,
            position=number + 10,
            change=Change.objects.create(verb=Verb.ENTER, collection="cura", **facts),
        )
    return shelf


def queries(client: Client, shelf: Shelf, address: str, **headers: str) -> list[str]:
    path = address.replace("{uid}", str(shelf.orchard.uid))
    if "{cooperative}" in path:
        listed = Cooperative.objects.filter(is_listed=True).first() or CooperativeFactory()
        path = path.replace("{cooperative}", listed.slug)
    with CaptureQueriesContext(connection) as context:
        answer = client.get(path, headers=headers)
    assert answer.status_code in {200, 301, 304}, (path, answer.content)
    return [query["sql"] for query in context.captured_queries]


def counts(client: Client, shelf: Shelf, addresses: dict[str, int]) -> dict[str, int]:
    return {address: len(queries(client, shelf, address)) for address in addresses}


def test_an_answer_takes_as_many_queries_as_it_needs_and_no_more(
    client: Client, shelf: Shelf
) -> None:
    assert counts(client, shelf, API) == API
    assert counts(client, shelf, FEEDS) == FEEDS


def test_a_full_list_takes_no_more(client: Client, crowd: Shelf) -> None:
    assert len(client.get("/api/v1/entries/?view=full").json()["items"]) == 20
    assert counts(client, crowd, API) == API
    assert counts(client, crowd, FEEDS) == FEEDS


def test_every_address_of_the_api_is_counted() -> None:
    from api.urls import urlpatterns

    def shape(path: str) -> tuple[str, ...]:
        return tuple(urlsplit(path).path.strip("/").split("/"))

    counted = {shape(path.replace("cura", "<collection:slug>")) for path in API}
    for pattern in urlpatterns:
        path = f"/api/v1/{pattern.pattern}".replace("<uuid:uid>", "{uid}")
        path = path.replace("<collection:code>", "{cooperative}")
        assert shape(path) in counted or "docs" in path, path


def test_further_pages_take_no_more(reader: Reader, crowd: Shelf) -> None:
    for address in ("/api/v1/entries/", "/api/v1/collections/cura/entries/"):
        following = reader.read(address)["next"].partition(":8000")[2]

        assert len(queries(reader, crowd, following)) == 1


def test_a_poll_with_nothing_new_takes_one(reader: Reader, crowd: Shelf) -> None:
    document: dict[str, Any] = {"has_more": True, "next": ":8000/api/v1/changes/"}
    while document["has_more"]:
        document = reader.read(document["next"].partition(":8000")[2])
    address = document["next"].partition(":8000")[2]

    assert len(queries(reader, crowd, address)) == 1
    tag = reader.get(address)["ETag"]
    assert len(queries(reader, crowd, address, **{"If-None-Match": tag})) == 1


def test_a_tombstone_takes_two(client: Client, shelf: Shelf, commits: Commits) -> None:
    with commits():
        shelf.orchard.unpublish()
    with CaptureQueriesContext(connection) as context:
        assert client.get(f"/api/v1/entries/{shelf.orchard.uid}/").status_code == 410

    assert len(context) == 2


def test_reading_writes_nothing(client: Client, shelf: Shelf) -> None:
    client.cookies["sessionid"] = "abc"
    for address in (*API, *FEEDS):
        for sql in queries(client, shelf, address):
            assert sql.startswith("SELECT"), sql
            assert "django_session" not in sql
