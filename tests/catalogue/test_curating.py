"""Only a publisher makes a collection public, takes it back, or gives it another address part."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalogue import curating
from catalogue.curating import Standing
from catalogue.models import Change, CuratedCollection
from hub.setting_up import EDITORS, PUBLISHERS
from tests.catalogue.factories import make_collection
from tests.catalogue.test_viewsets import ADD, EDIT, form
from tests.core.regional import set_up_groups
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _groups(hub_site: HubSite) -> None:
    set_up_groups()


def of(group: str, client: Client) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


def saved(client: Client, collection: CuratedCollection, **fields: Any) -> Any:
    values = {"title": collection.title, "slug": collection.slug} | fields
    if values.get("is_public") == "":
        del values["is_public"]
    data = form(**values)
    if "is_public" not in values:
        del data["is_public"]
    return client.post(reverse(EDIT, args=[collection.pk]), data)


def test_an_author_prepares_a_collection_and_does_not_open_it(client: Client):
    author = of(EDITORS, client)
    refused = author.post(reverse(ADD), form())
    assert list(refused.context["form"].errors) == ["is_public"]
    closed = form()
    del closed["is_public"]
    assert author.post(reverse(ADD), closed).status_code == 302
    mine = CuratedCollection.objects.get()
    assert saved(author, mine, slug="pane-nero").status_code == 302  # nobody knows it yet
    assert list(saved(author, mine, is_public="on").context["form"].errors) == ["is_public"]
    mine.refresh_from_db()
    assert (mine.slug, mine.is_public) == ("pane-nero", False)


def test_an_author_neither_closes_nor_renames_what_partners_follow(client: Client):
    author, public = of(EDITORS, client), make_collection(slug="pane")
    answer = saved(author, public, slug="altro")
    assert sorted(answer.context["form"].errors) == ["is_public", "slug"]
    assert "pane" in answer.context["form"].errors["slug"][0]
    assert saved(author, public, is_public="on", title="Pane e olio").status_code == 302
    public.refresh_from_db()
    assert (public.title, public.slug, public.is_public) == ("Pane e olio", "pane", True)


def test_a_name_that_was_public_once_stays_until_a_publisher_changes_it(client: Client):
    closed = make_collection(slug="pane", is_public=False)
    Change.objects.create(
        uid=closed.translation_key, verb="leave", kind="practice", language="it", collection="pane"
    )
    assert list(saved(of(EDITORS, client), closed, slug="altro").context["form"].errors) == ["slug"]


def test_a_publisher_does_and_the_history_says_so(client: Client):
    mine = make_collection(slug="pane", is_public=False)
    publisher = of(PUBLISHERS, client)
    saved(publisher, mine, is_public="on")
    saved(publisher, mine, is_public="", slug="altro")
    noted = ModelLogEntry.objects.filter(action__startswith="catalogue.").order_by("pk")
    assert [(one.action, one.data) for one in noted] == [
        (curating.OPENED, {"slug": "pane"}),
        (curating.CLOSED, {"slug": "altro"}),
        (curating.RENAMED, {"before": "pane", "after": "altro"}),
    ]
    assert {one.user for one in noted} == {publisher.get(reverse(ADD)).context["user"]}


def test_the_verb_refuses_whatever_form_it_was():
    author = UserFactory()
    opened = make_collection(slug="pane")
    with pytest.raises(PermissionDenied):
        curating.note(collection=opened, before=Standing("pane", is_public=False), user=author)
    assert not ModelLogEntry.objects.exists()
