"""A plain read and one that goes the framework's way get the same answer."""

from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Shelf

# Takes JSON, but says so in a way that has to be looked at.
PLAIN, LOOKED_AT = "application/json", "text/html;q=0.1, application/json;q=0.9"
ADDRESSES = [
    "/api/v1/",
    "/api/v1/entries/",
    "/api/v1/entries/?kind=practice&view=card&limit=2",
    "/api/v1/entries/?kind=nothing",
    "/api/v1/entries/?limit=5&limit=6",
    "/api/v1/entries/00000000-0000-4000-8000-000000000000/",
    "/api/v1/collections/cura/",
    "/api/v1/collections/cura/entries/",
    "/api/v1/collections/cura/changes/",
    "/api/v1/changes/?cursor=forged",
    "/api/v1/topics/",
    "/api/v1/territories/",
    "/api/v1/cooperatives/",
]


def both_ways(client: Client, address: str, **headers: str) -> list[Any]:
    return [
        client.get(address, headers={"accept": accept, **headers}) for accept in (PLAIN, LOOKED_AT)
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_two_ways_through_an_endpoint_give_the_same(shelf: Shelf, client: Client, address: str):
    plain, looked_at = both_ways(client, address)
    assert plain.status_code == looked_at.status_code
    assert plain.content == looked_at.content
    assert dict(plain.headers) == dict(looked_at.headers)


def test_what_is_known_already_is_not_sent_on_either_way(shelf: Shelf, client: Client):
    etag = client.get("/api/v1/entries/").headers["ETag"]
    for answer in both_ways(client, "/api/v1/entries/", **{"if-none-match": etag}):
        assert (answer.status_code, answer.content) == (304, b"")
