"""Only a publisher makes a collection public, takes it back, renames it, changes a public one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from catalogue import curating
from catalogue.curating import Standing
from catalogue.models import Change, CuratedCollection
from hub.setting_up import EDITORS, PUBLISHERS
from tests.catalogue.factories import make_collection
from tests.catalogue.test_viewsets import ADD, EDIT, LIST, form
from tests.core.regional import ferrara, regional_editor, set_up_groups
from tests.factories import HubSite, UserFactory, locale

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


def test_an_author_who_opens_a_public_collection_is_told_who_may_change_it(client: Client):
    author, public = of(EDITORS, client), make_collection(slug="pane")
    answer = author.get(reverse(EDIT, args=[public.pk]), follow=True)
    assert answer.redirect_chain == [(reverse(LIST), 302)]
    assert [str(one) for one in answer.context["messages"]] == [str(curating.NOT_CHANGED)]


def test_a_form_that_was_open_while_it_became_public_is_refused_and_kept(client: Client):
    author, public = of(EDITORS, client), make_collection(slug="pane", title="Pane")
    for change in ({"title": "Pane e olio"}, {"slug": "altro"}, {"is_public": ""}):
        answer = saved(author, public, **{"is_public": "on", **change})
        assert answer.context["form"].errors == {"__all__": [str(curating.NOT_CHANGED)]}
        assert answer.context["form"]["title"].value() == change.get("title", "Pane")
    public.refresh_from_db()
    assert (public.title, public.slug, public.is_public) == ("Pane", "pane", True)


def test_a_publisher_and_the_editor_of_its_region_change_what_is_public(client: Client):
    public, region = make_collection(slug="pane"), ferrara().parent
    values = {"is_public": "on", "rule_territories": str(region.pk)}
    assert saved(of(PUBLISHERS, client), public, title="Pane", **values).status_code == 302
    client.force_login(regional_editor(region.code))
    assert saved(client, public, title="Pane e olio", **values).status_code == 302
    public.refresh_from_db()
    assert public.title == "Pane e olio"


class TestWordsOfAPublicCollection:
    @pytest.fixture
    def english(self) -> CuratedCollection:
        public = make_collection(slug="pane", title="Pane")
        TranslationCreator(user=None, target_locales=[locale("en")]).create_translations(public)
        translation = Translation.objects.get()
        segment = translation.source.stringsegment_set.get(string__data="Pane")
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data="Bread",
        )
        row: CuratedCollection = translation.get_target_instance()
        return row

    def published(self, client: Client, english: CuratedCollection) -> str:
        client.post(reverse(EDIT, args=[english.pk]), {"action": "publish"})
        english.refresh_from_db()
        return english.title

    def test_authors_prepare_them_and_publishers_put_them_into_force(
        self, client: Client, english: CuratedCollection
    ):
        author = of(EDITORS, client)
        assert author.get(reverse(EDIT, args=[english.pk])).status_code == 200
        assert self.published(author, english) == "Pane"
        assert StringTranslation.objects.get().data == "Bread"
        assert self.published(of(PUBLISHERS, client), english) == "Bread"

    def test_nor_does_an_author_by_bringing_translations_in_step(
        self, client: Client, english: CuratedCollection
    ):
        source = Translation.objects.get().source
        address = reverse("wagtail_localize:update_translations", args=[source.pk])
        answer = of(EDITORS, client).post(address, {"publish_translations": "on"})
        english.refresh_from_db()
        assert (answer.status_code, english.title) == (302, "Pane")

    def test_nor_in_the_plain_form_of_a_language_that_is_no_longer_in_step(
        self, client: Client, english: CuratedCollection
    ):
        Translation.objects.update(enabled=False)
        CuratedCollection.objects.filter(pk=english.pk).update(is_public=False)
        answer = saved(of(EDITORS, client), english, title="Bread", is_public="")
        assert answer.context["form"].errors == {"__all__": [str(curating.NOT_CHANGED)]}


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
