"""Whoever downloads a list leaves a line in the history."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.core.regional import regional_editor, set_up_groups
from tests.factories import AdminFactory, CooperativeFactory, HubSite, UserFactory

pytestmark = pytest.mark.django_db
COOPERATIVES = reverse("wagtailsnippets_practices_cooperative:list")
NEEDS = reverse("wagtailsnippets_events_need:list")
LETTERS = reverse("letters_report")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (COOPERATIVES, "cooperative"),
        (NEEDS, "needs"),
        (LETTERS, "letters"),
        (reverse("desk-practices:index"), ""),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_download_is_noted_with_who_what_and_how(
    client: Client, hub_site: HubSite, address: str, name: str, form: str
) -> None:
    CooperativeFactory()
    person = AdminFactory()
    client.force_login(person)

    answer = client.get(address, {"export": form})
    assert answer.status_code == 200

    entry = ModelLogEntry.objects.get(action="core.export_list")
    assert (entry.user, entry.data["format"]) == (person, form)
    assert entry.data["list"].startswith(name)
    assert set(entry.data) == {"list", "format"}
    assert "elenco" in entry.formatter.format_message(entry).lower()


def test_looking_at_a_list_is_not_noted(client: Client, hub_site: HubSite) -> None:
    client.force_login(AdminFactory())
    client.get(COOPERATIVES)

    assert not ModelLogEntry.objects.filter(action="core.export_list").exists()


def test_a_download_that_was_refused_is_not_noted(client: Client) -> None:
    set_up_groups()
    client.force_login(UserFactory())
    client.get(COOPERATIVES, {"export": "csv"})
    client.force_login(regional_editor("08"))
    client.get(COOPERATIVES, {"export": "csv"})

    assert not ModelLogEntry.objects.filter(action="core.export_list").exists()
