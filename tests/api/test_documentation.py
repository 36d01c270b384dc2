"""The page that shows the API to people."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from api import urls
from api.endpoints import cooperatives, entries
from api.errors import PROBLEMS
from api.reference import code_words, reference
from tests.factories import HubSite

DOCS = "/api/v1/docs/"


@pytest.fixture
def page(client: Client, hub_site: HubSite) -> str:
    return client.get(DOCS).content.decode()


def test_every_address_parameter_and_document_is_on_it(page: str) -> None:
    for operation in reference().operations:
        assert f"<code>{operation.path}</code>" in page
        assert all(f"<code>{row.name}</code>" in page for row in operation.parameters)
    for document in reference().documents:
        assert f'id="document-{document.name}"' in page


def test_every_type_of_a_problem_leads_to_its_explanation(page: str) -> None:
    for problem in PROBLEMS:
        assert f'id="problem-{problem.name}"' in page


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page))
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_link_to_try_works(page: str, client: Client) -> None:
    links = re.findall(r'href="(/api/v1/[^"]*)"', page)

    assert len(links) > 5
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_it_needs_no_script_and_no_other_host(page: str) -> None:
    assert not re.search(r"<script(?! src=\"/static/)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page)


def test_its_language_is_english_for_everybody(client: Client, hub_site: HubSite) -> None:
    italian = client.get(DOCS, headers={"Accept-Language": "it"})

    assert '<html lang="en">' in italian.content.decode()
    assert italian["Cache-Control"].startswith("public")


def test_code_in_descriptions_is_shown_as_code_and_never_as_markup() -> None:
    assert code_words("Put `<b>` here & there") == ("Put <code>&lt;b&gt;</code> here &amp; there")


GUIDE = Path(settings.BASE_DIR, "docs", "api.md").read_text(encoding="utf-8")


def first_column(heading: str) -> list[str]:
    """The code words in the first column of the table that begins with a heading."""
    table = GUIDE[GUIDE.index(f"| {heading} |") :].partition("\n\n")[0]
    rows = table.splitlines()[2:]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_the_guide_lists_every_address() -> None:
    real = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)) for one in urls.urlpatterns}
    told = {path.removeprefix("/api/v1/").lstrip("/") for path in first_column("address")}
    assert told - {"id/{uid}/"} - {""} == real - {""}


def test_the_guide_lists_every_filter_and_no_other() -> None:
    paging = {"order", "view", "limit", "cursor"}
    real = [parameter.name for parameter in entries.EntryList.parameters]
    assert sorted(first_column("filter")) == sorted(set(real) - paging)
    assert all(f"`{name}`" in GUIDE for name in paging)
    [row] = [line for line in GUIDE.splitlines() if line.startswith("| `/cooperatives/`")]
    directory = {parameter.name for parameter in cooperatives.CooperativeList.parameters}
    assert set(re.findall(r"`(\w+)`", row)) == directory - paging
