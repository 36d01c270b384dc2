"""What the site's pages may hold under the policy they are served with."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.test import Client

from tests.catalogue.factories import make_collection
from tests.factories import HubSite, ImageFactory
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/it/",
    "/it/pratiche/",
    "/it/pratiche/orto/",
    "/it/bandi/",
    "/it/bandi/bando/",
    "/it/calendario/",
    "/it/calendario/incontro/",
    "/it/calendario/percorso/",
    "/it/pagina/",
    "/it/collezioni/cura/",
    "/it/collezioni/",
    "/it/sviluppatori/",
    "/it/cerca/?q=orto",
    "/en/developers/",
]
LANDMARKS = ["main", "body > header", "body > footer", 'a.skip[href="#content"]']
BODY = [
    ("heading", {"text": "Titolo", "level": "2"}),
    ("text", "<p>Parole <a href='https://example.org/'>altrove</a></p>"),
    ("quote", {"text": "Parole", "author": "Chi le dice"}),
    ("figures", {"figures": [{"value": "3", "label": "cose"}], "source": "Nostra"}),
    ("call_to_action", {"title": "Fare", "label": "Fai", "url": "https://example.org/"}),
    ("embed", {"title": "Filmato", "url": "https://video.example.org/1"}),
]


@pytest.fixture
def everything(hub_site: HubSite, commits: Commits) -> HubSite:
    with commits():
        image = ImageFactory()
        body = [*BODY, ("picture", {"image": image, "caption": "Didascalia"})]
        practice = hub_site.practice(
            slug="orto", lead_image=image, lead_image_alt="Un orto", body=body
        )
        hub_site.call(slug="bando")
        event = hub_site.event(slug="incontro")
        phase = {"title": "Ascolto", "audiences": ["citizens"], "events": [event]}
        hub_site.path(slug="percorso", phases=[("phase", phase)])
        hub_site.standard_page(slug="pagina", body=body)
        hub_site.home.featured_collection = make_collection(practice, slug="cura")
        hub_site.home.save_revision().publish()
    return hub_site


def everywhere(read: Read, look: Callable[[BeautifulSoup], object]) -> dict[str, object]:
    """What is found wrong, by address."""
    found = {address: look(read(address)) for address in ADDRESSES}
    return {address: wrong for address, wrong in found.items() if wrong}


def inline(page: BeautifulSoup) -> list[Tag]:
    """Scripts and styles written into the page; data that nothing runs is none."""
    data = '[type="application/ld+json"]'
    written = page.select(f"script:not([src]):not({data}), style, [style], iframe, object, base")
    handlers = [tag for tag in page.find_all(True) if _has_handler(tag)]
    return [*written, *handlers]


def _has_handler(tag: Tag) -> bool:
    return any(name.startswith("on") for name in tag.attrs)


def from_elsewhere(page: BeautifulSoup) -> list[str]:
    """Addresses of other hosts that a browser fetches by itself."""
    fetched = [str(tag[name]) for name in ("src", "srcset") for tag in page.select(f"[{name}]")]
    fetched += [
        str(tag["href"]) for tag in page.select('link[rel="stylesheet"], link[rel="icon"], use')
    ]
    ours = re.compile(rf"/(static|media)/|{re.escape(settings.HUB_URL)}/")
    assert fetched
    return [address for address in fetched if not ours.match(address)]


def test_nothing_is_inline_and_nothing_comes_from_another_host(everything: HubSite, read: Read):
    assert everywhere(read, inline) == {}
    assert everywhere(read, from_elsewhere) == {}


def test_the_policy_allows_nothing_inline_and_no_other_host(hub_site: HubSite, client: Client):
    policy = client.get("/it/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


def disorder(page: BeautifulSoup) -> list[object]:
    """Headings out of order, landmarks that are missing, identifiers given twice."""
    levels = [int(tag.name[1]) for tag in page.select("main h1, main h2, main h3, main h4")]
    steps = pairwise(levels)
    wrong: list[object] = [step for step in steps if step[1] > step[0] + 1]
    if levels.count(1) != 1 or levels[0] != 1:
        wrong.append(levels)
    wrong += [landmark for landmark in LANDMARKS if len(page.select(landmark)) != 1]
    identifiers = [tag["id"] for tag in page.select("[id]")]
    return wrong + [name for name in set(identifiers) if identifiers.count(name) > 1]


def test_headings_are_in_order_and_landmarks_in_place(everything: HubSite, read: Read):
    assert everywhere(read, disorder) == {}
    assert everywhere(read, lambda page: page.select("img:not([alt])")) == {}
