"""What tests of the site share: a hub in two languages, and pages read as documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.catalogue.conftest import Commits, commits
from tests.factories import HubSite

__all__ = ["Commits", "Read", "commits"]

# Any: a tag that is missing must fail the test where it is looked for.
Read = Callable[..., Any]


@pytest.fixture
def in_menu(hub_site: HubSite, commits: Commits) -> HubSite:
    """The hub's sections in both languages, all of them in the menu."""
    with commits():
        for page in (hub_site.practices, hub_site.calls, hub_site.events):
            page.show_in_menus = True
            page.save_revision().publish()
        hub_site.home.save_revision().publish()
        hub_site.in_english(hub_site.practices, title="Practices", slug="practices")
    return hub_site


@pytest.fixture
def read(client: Client) -> Read:
    """Open an address of the site and read the page; it must answer as expected."""

    def reading(address: str, status: int = 200, **headers: Any) -> Any:
        answer = client.get(address, headers=headers)
        assert answer.status_code == status, (address, answer.status_code)
        return BeautifulSoup(answer.content.decode(), "html.parser")

    return reading
