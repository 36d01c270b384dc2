"""Addresses that are only read say so, whatever they are asked."""

import pytest
from django.test import Client

from tests.catalogue.conftest import Commits
from tests.factories import HubSite

pytestmark = pytest.mark.django_db
READ = "GET, HEAD, OPTIONS"


@pytest.fixture
def addresses(hub_site: HubSite, commits: Commits) -> list[str]:
    with commits():
        event = hub_site.event(title="Festa", slug="festa")
    feeds = ("atom.xml", "feed.json", "calendar.ics", "newsletter/atom.xml")
    return [f"/id/{event.uid}/", *(f"/it/feeds/{name}" for name in feeds)]


def test_options_says_what_may_be_asked(addresses: list[str], client: Client) -> None:
    for address in addresses:
        answer = client.options(address)
        assert (answer.status_code, answer["Allow"]) == (204, READ), address
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_scripts_of_every_site_may_read_and_nothing_else(
    addresses: list[str], client: Client
) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    for address in addresses:
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer["Access-Control-Allow-Origin"] == "*", address
        assert "Access-Control-Allow-Credentials" not in answer
        allowed = client.options(address, headers=asked)["Access-Control-Allow-Methods"]
        assert "POST" not in allowed
        refused = client.post(address)
        assert (refused.status_code, refused["Allow"]) == (405, READ)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_take_nothing(hub_site: HubSite, method: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    for address in ("/it/", "/it/pratiche/"):
        answer = getattr(visitor, method)(address)
        assert (answer.status_code, answer["Allow"]) == (405, READ), address
    assert visitor.options("/it/")["Allow"] == READ
    assert visitor.get("/it/").status_code == 200


def test_forms_keep_asking_for_their_token(hub_site: HubSite) -> None:
    assert Client(enforce_csrf_checks=True).post("/admin/login/").status_code == 403
    assert Client().post("/it/nessuno/").status_code == 404
