"""Every list of the admin can be searched, whatever the database."""

from typing import Any

import pytest
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from tests.factories import AdminFactory, CooperativeFactory, HubSite, TopicFactory


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_a_list_answers_a_search(client: Client, hub_site: HubSite, model: Any) -> None:
    TopicFactory(name="Agricoltura sociale")
    CooperativeFactory(name="La Ghirlanda")
    client.force_login(AdminFactory())
    address = model.snippet_viewset.get_admin_base_path()

    assert client.get(f"/admin/{address}/", {"q": "sociale"}).status_code == 200
