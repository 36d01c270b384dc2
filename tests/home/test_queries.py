"""What each public address costs the database, however much there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import Topic
from tests.catalogue.factories import make_collection
from tests.factories import HubSite, ImageFactory, TopicFactory
from tests.home.conftest import Commits

pytestmark = pytest.mark.django_db

# At most so many. Nine or ten of them are Wagtail's own way from an address to a page: the site,
# the language, one or two for each step of the path, the privacy of the sections above.
COSTS = {
    "/it/": 19,
    "/it/pratiche/": 17,
    "/it/pratiche/?topic=tema&page=1": 19,
    # One each for its places, the record of care, the adoptions, what people say, the publications
    # that cite it and the cooperative’s page; five for the practices close to this one.
    "/it/pratiche/pratica-0-3/": 32,
    "/it/bandi/": 15,
    # One for the events about the call.
    "/it/bandi/bando-0-3/": 19,
    # Two for what the list can be narrowed to: the kinds and the territories there are.
    "/it/calendario/": 19,
    "/it/calendario/?when=past": 18,
    # One for the events that are parts of this one.
    "/it/calendario/evento-0-3/": 21,
    # Six for the timeline, which the phases share; one each for needs, actors, updates, documents,
    # answers and the bodies that decide.
    "/it/calendario/percorso-0-3/": 32,
    "/it/pagina-0-3/": 13,
    "/it/collezioni/": 4,
    "/it/collezioni/cura/": 4,
    "/it/collezioni/cura/stampa/": 3,
    "/it/temi/": 5,
    "/it/temi/tema-vicino/": 7,
    "/it/temi/tema-vicino/?kind=practice": 8,
    "/it/temi/come-si-calcola/": 3,
    "/it/territori/": 4,
    "/it/territori/08-emilia-romagna/": 6,
    "/it/territori/08-emilia-romagna/?kind=practice": 7,
    "/it/sviluppatori/": 3,
    "/it/cerca/": 2,
    "/it/cerca/?q=pratica": 5,
    # Two for each file, one for the collections: how many addresses, and when one last changed.
    "/sitemap.xml": 7,
    "/sitemap-pages.xml": 3,
    "/sitemap-collections.xml": 1,
    "/sitemap-subjects.xml": 2,
    "/robots.txt": 0,
}


@pytest.fixture
def full(hub_site: HubSite, commits: Commits) -> HubSite:
    """Something of everything, in both languages where it matters."""
    with commits():
        fill(hub_site, 3)
        hub_site.home.featured_collection = make_collection(
            *(page.specific for page in hub_site.practices.get_children()), slug="cura"
        )
        hub_site.home.save_revision().publish()
    return hub_site


def fill(site: HubSite, number: int) -> None:
    for place in range(number):
        near = Topic.objects.filter(slug="tema-vicino").first()
        topics = [near or TopicFactory(slug="tema-vicino"), TopicFactory()]
        name = f"{place}-{number}"
        practice = site.practice(slug=f"pratica-{name}", topics=topics, lead_image=ImageFactory())
        site.in_english(practice)
        event = site.event(slug=f"evento-{name}")
        site.call(slug=f"bando-{name}")
        site.path(
            slug=f"percorso-{name}",
            phases=[("phase", {"title": "Ascolto", "audiences": [], "events": [event]})],
        )
        site.standard_page(slug=f"pagina-{name}")


def cost(client: Client, address: str) -> int:
    client.get(address)  # what Wagtail and Django keep for all requests is warm after the first
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_address_costs_more_than_it_should(full: HubSite, client: Client):
    too_dear = {
        address: (spent, most)
        for address, most in COSTS.items()
        if (spent := cost(client, address)) > most
    }
    assert too_dear == {}


def test_lists_cost_the_same_however_long_they_are(full: HubSite, commits: Commits, client: Client):
    lists = ["/it/temi/", "/it/temi/tema-vicino/", "/it/territori/08-emilia-romagna/"]
    lists += ["/it/", "/it/pratiche/", "/it/bandi/", "/it/calendario/", "/it/cerca/?q=pratica"]
    before = [cost(client, address) for address in lists]
    with commits():
        fill(full, 5)
    assert [cost(client, address) for address in lists] == before
