"""The hub of a test is copied: the copy must be what building makes."""

import pytest
from django.db import transaction
from wagtail.models import Page, Revision, Site

from tests import moulds
from tests.factories import HubSite, locale, make_hub

pytestmark = pytest.mark.django_db


def told(hub: HubSite) -> object:
    pages = Page.objects.order_by("path").values_list(
        "path", "url_path", "live", "numchild", "draft_title", "locale__language_code"
    )
    sites = Site.objects.values_list("hostname", "port", "root_page__slug")
    return list(pages), list(sites), Revision.objects.count(), hub.home.url, hub.home_en.url


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(moulds, "_before", [])
    monkeypatch.setattr(moulds, "_mould", [])


def test_a_copied_hub_is_like_a_built_one(fresh, monkeypatch):
    with transaction.atomic():
        built = told(make_hub())
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
    monkeypatch.setattr("tests.factories.build_hub", None)

    assert told(make_hub()) == built


def test_where_something_is_there_already_a_hub_is_built(hub_site):
    before = Page.objects.count()
    locale("en")

    make_hub()

    assert Page.objects.count() == before


def test_pages_in_a_copied_hub_can_have_children_and_translations(hub_site):
    practice = hub_site.practice()
    english = hub_site.in_english(practice)

    assert practice.get_parent() == hub_site.practices.page_ptr
    assert english.url.startswith("/en/")
