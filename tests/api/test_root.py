"""The entrance."""

from django.test import Client

from tests.api.conftest import Reader, Shelf


def test_it_tells_what_is_here_and_what_to_keep_to(reader: Reader, db: None) -> None:
    document = reader.read("/api/v1/")

    assert document["languages"] == ["it", "en"]
    assert document["limits"] == {
        "requests": 600, "per_seconds": 60, "items_default": 20, "items_max": 100,
    }  # fmt: skip
    assert "key" in document["terms"]["keys"]


def test_every_address_it_tells_can_be_read(reader: Reader, shelf: Shelf, client: Client) -> None:
    document = reader.read("/api/v1/")
    addresses = list(document["links"].values())
    for by_language in document["feeds"].values():
        addresses += by_language.values()
    statuses = {one: client.get(one.partition(":8000")[2]).status_code for one in addresses}

    assert set(statuses.values()) == {200}, statuses
    assert len(addresses) == 15


def test_the_short_address_leads_to_it(client: Client, db: None) -> None:
    assert client.get("/api/", follow=True).json()["version"] == "1.0.0"
