"""Publications cite practices; each says so of the other, while both are public."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from catalogue.models import Entry
from core.models import PublicationCitation
from tests.catalogue.conftest import Commits, commits
from tests.core.test_publication import publication
from tests.factories import HubSite

pytestmark = pytest.mark.django_db
__all__ = ["commits"]


@pytest.fixture
def pair(hub_site: HubSite, commits: Commits) -> tuple[Any, Any]:
    """A publication, and the practice that it cites on page 12."""
    with commits():
        practice = hub_site.practice(title="Il forno")
        page = publication(hub_site, title="Il quaderno")
        page.citations = [PublicationCitation(page=practice, pages="12")]
        page.save_revision().publish()
    return page, practice


def detail(page: Any, name: str) -> list[Any]:
    found: list[Any] = json.loads(Entry.objects.get(uid=page.uid).detail)[name]
    return found


def facts(page: Any) -> str:
    answer = Client().get(page.url)
    return BeautifulSoup(answer.content, "html.parser").select_one("aside").text


def test_each_names_the_other_with_the_page(pair: tuple[Any, Any]) -> None:
    page, practice = pair

    assert "Il forno, p. 12" in facts(page)
    assert "Il quaderno, p. 12" in facts(practice)
    assert [(one["title"], one["pages"]) for one in detail(page, "cites")] == [("Il forno", "12")]
    assert [one["uid"] for one in detail(practice, "cited_in")] == [str(page.uid)]


@pytest.mark.parametrize("hidden", [0, 1])
def test_what_is_not_public_is_not_named(
    pair: tuple[Any, Any], commits: Commits, hidden: int
) -> None:
    shown, name = pair[1 - hidden], ("cited_in", "cites")[hidden]
    with commits():
        pair[hidden].unpublish()

    assert pair[hidden].title not in facts(shown)
    assert detail(shown, name) == []


def test_a_practice_that_is_cited_no_more_hears_of_it(
    hub_site: HubSite, pair: tuple[Any, Any], commits: Commits
) -> None:
    page, practice = pair
    with commits():
        other = hub_site.practice(title="La piazza")
    with commits():
        row = page.citations.get()
        row.page = other
        page.citations = [row]
        page.save_revision().publish()
    assert detail(practice, "cited_in") == []
    assert [one["title"] for one in detail(other, "cited_in")] == ["Il quaderno"]

    with commits():
        page.citations = []
        page.save_revision().publish()
    assert detail(other, "cited_in") == []
    assert detail(page, "cites") == []


def test_a_draft_that_cites_is_named_nowhere(
    pair: tuple[Any, Any], hub_site: HubSite, commits: Commits
) -> None:
    page, _practice = pair
    with commits():
        other = hub_site.practice(title="La piazza")
        page.citations = [*page.citations.all(), PublicationCitation(page=other)]
        page.save_revision()

    assert detail(other, "cited_in") == []


def test_translations_name_each_other_in_their_language(
    pair: tuple[Any, Any], hub_site: HubSite, commits: Commits
) -> None:
    page, practice = pair
    with commits():
        hub_site.in_english(page, title="The notebook")
        english = hub_site.in_english(practice, title="The oven")

    assert [one["title"] for one in detail(english, "cited_in")] == ["The notebook"]
    assert [one["title"] for one in detail(practice, "cited_in")] == ["Il quaderno"]
    assert "The notebook, p. 12" in facts(english)
