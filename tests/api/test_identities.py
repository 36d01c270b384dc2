"""Addresses that never change."""

import pytest
from django.test import Client

from tests.api.conftest import Commits, Shelf


def test_an_identity_leads_to_the_page_for_good(shelf: Shelf, client: Client) -> None:
    answer = client.get(f"/id/{shelf.orchard.uid}/")

    assert answer.status_code == 301
    assert answer["Location"] == "http://127.0.0.1:8000/it/pratiche/orto/"
    assert "s-maxage=60" in answer["Cache-Control"]


def test_it_follows_the_page_when_it_moves(shelf: Shelf, client: Client, commits: Commits) -> None:
    with commits():
        shelf.orchard.slug = "orto-nuovo"
        shelf.orchard.save_revision().publish()

    assert client.get(f"/id/{shelf.orchard.uid}/")["Location"].endswith("/orto-nuovo/")


@pytest.mark.parametrize(("language", "lang"), [("it", 'lang="it"'), ("en", 'lang="en"')])
def test_what_is_gone_is_told_to_people_in_their_language(
    shelf: Shelf, client: Client, commits: Commits, language: str, lang: str
) -> None:
    with commits():
        shelf.orchard.unpublish()
    answer = client.get(f"/id/{shelf.orchard.uid}/", headers={"Accept-Language": language})

    assert answer.status_code == 410
    assert lang in answer.content.decode()
    assert "Orto" not in answer.content.decode()


def test_what_never_was_is_not_found(client: Client, hub_site: object) -> None:
    assert client.get("/id/6f1c8a52-3b0e-5a4d-9c1f-2f6f7f0b8f11/").status_code == 404
    assert client.get("/id/6f1c8a52/").status_code == 404


def test_an_identity_is_only_read(shelf: Shelf, client: Client) -> None:
    assert client.post(f"/id/{shelf.orchard.uid}/").status_code == 405
