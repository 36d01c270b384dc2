"""Choosing a cooperative for a page."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Territory
from practices import merging
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, CooperativeFactory, HubSite

pytestmark = pytest.mark.django_db
CHOOSE = "wagtailsnippetchoosers_practices_cooperative:choose"
RESULTS = "wagtailsnippetchoosers_practices_cooperative:choose_results"


def offered(client: Client, **asked: str) -> str:
    return client.get(reverse(RESULTS), asked).text


def test_a_record_that_was_merged_is_not_offered(client: Client, hub_site: HubSite) -> None:
    client.force_login(AdminFactory())
    kept, merged = CooperativeFactory(name="Cooperativa Alfa"), CooperativeFactory(name="Alfa Due")
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)

    for asked in ({}, {"q": "Alfa"}):
        page = offered(client, **asked)
        assert "Cooperativa Alfa" in page
        assert "Alfa Due" not in page


def test_a_regional_editor_finds_those_of_the_region_and_the_others_by_a_tick(
    client: Client,
) -> None:
    set_up_groups()
    puglia = elsewhere()
    CooperativeFactory(name="Qui", territory=ferrara())
    CooperativeFactory(name="Altrove", territory=Territory.objects.get(pk=puglia.pk))
    client.force_login(regional_editor("08"))

    assert "everywhere" in client.get(reverse(CHOOSE)).json()["html"]
    mine, all_of_them = offered(client), offered(client, everywhere="on", q="Altrove")

    assert "Qui" in mine
    assert "Altrove" not in mine
    assert "Altrove" in all_of_them
    assert "<table" not in offered(client, q="Altrove")


def test_who_is_not_limited_is_not_asked(client: Client, hub_site: HubSite) -> None:
    client.force_login(AdminFactory())

    assert "everywhere" not in client.get(reverse(CHOOSE)).json()["html"]
