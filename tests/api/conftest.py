"""What tests of the API share: a hub with something of everything in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import CollectionItem, CuratedCollection
from tests.catalogue.conftest import Commits, commits
from tests.factories import HubSite, TerritoryFactory, TopicFactory, locale

__all__ = ["Commits", "Shelf", "commits", "make_collection"]


def make_collection(*pages: Page, slug: str = "cura", **fields: Any) -> CuratedCollection:
    """A public collection of pages, in order, each with a note."""
    fields = {"title": "Cura", "is_public": True, "locale": locale()} | fields
    collection = CuratedCollection(slug=slug, **fields)
    collection.items.set(
        CollectionItem(page=page, note=f"Nota {place}", sort_order=place, locale=locale())
        for place, page in enumerate(pages)
    )
    collection.save()
    return collection


@dataclass
class Shelf:
    """A hub with three practices (one of them in English, too), an event, a call, a path."""

    site: HubSite
    orchard: Any
    laundry: Any
    bakery: Any
    orchard_en: Any
    event: Any
    call: Any
    path: Any
    collection: CuratedCollection


@pytest.fixture
def shelf(hub_site: HubSite, commits: Commits) -> Shelf:
    """See Shelf. The orchard and the laundry stand in the collection “cura”, in this order."""
    farming = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    ferrara = TerritoryFactory()
    bologna = TerritoryFactory(code="037", name="Bologna", plate="BO")
    with commits():
        orchard = hub_site.practice(
            title="Orto", slug="orto", topics=[farming], territories=[ferrara]
        )
        laundry = hub_site.practice(title="Lavanderia", slug="lavanderia", territories=[bologna])
        bakery = hub_site.practice(title="Forno", slug="forno")
        event = hub_site.event(
            title="Incontro", slug="incontro", starts_at=timezone.now() + timedelta(days=3)
        )
        call = hub_site.call(title="Bando", slug="bando")
        path = hub_site.path(title="Percorso", slug="percorso")
    with commits():
        orchard_en = hub_site.in_english(orchard, title="Orchard", slug="orchard")
        collection = make_collection(orchard, laundry)
    return Shelf(hub_site, orchard, laundry, bakery, orchard_en, event, call, path, collection)


class Reader(Client):
    """A partner's program: asks for addresses, complete ones too, and reads JSON."""

    def read(self, address: str, **query: Any) -> dict[str, Any]:
        """Read a document that must be there."""
        answer = self.get(address.removeprefix("http://127.0.0.1:8000"), query)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def read_all(self, address: str, **query: Any) -> list[dict[str, Any]]:
        """Read a list to its end by following `next`."""
        document = self.read(address, **query)
        items = list(document["items"])
        while document["next"]:
            document = self.read(document["next"])
            items += document["items"]
        return items

    def problem(self, address: str, status: int, **query: Any) -> dict[str, Any]:
        """Read a problem document, in English."""
        answer = self.get(address, query, headers={"Accept-Language": "en"})
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        return dict(answer.json())


@pytest.fixture
def reader() -> Reader:
    return Reader()
