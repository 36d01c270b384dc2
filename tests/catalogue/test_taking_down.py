"""A page that is taken down for legal reasons: whoever holds a copy is told why."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from catalogue import publishing
from catalogue.models import Change, Entry, Reason
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, HubSite

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(hub_site: HubSite, commits: Commits) -> Any:
    with commits():
        page = hub_site.practice(title="Forno", territories=[ferrara()])
        hub_site.in_english(page, title="Oven")
        make_collection(page, slug="pane")
    return page


def take_down(client: Client, page: Any, reason: str, commits: Commits) -> Any:
    with commits():
        return client.post(
            reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {"withdrawal": reason}
        )


def told() -> set[tuple[str, str, str]]:
    rows = Change.objects.exclude(reason="").values_list("language", "verb", "reason")
    return {(language, verb, reason) for language, verb, reason in rows}


def test_every_language_goes_and_every_follower_hears_why(
    page: Any, client: Client, commits: Commits
) -> None:
    client.force_login(AdminFactory())
    uid = Entry.objects.get(language="it").uid
    asked = client.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).content.decode()
    assert 'value="legal"' in asked

    assert take_down(client, page, "legal", commits).status_code == 302

    verbs = {(language, verb) for language in ("it", "en") for verb in ("gone", "leave")}
    assert told() == {(*one, "legal") for one in verbs}
    assert not Page.objects.filter(translation_key=page.translation_key, live=True).exists()
    answer = client.get(f"/api/v1/entries/{uid}/")
    assert (answer.status_code, answer.json()["reason"]) == (410, "legal")
    assert PageLogEntry.objects.filter(page=page.pk, action=publishing.TAKEN_DOWN).exists()


def test_nothing_said_is_the_usual_reason(page: Any, client: Client, commits: Commits) -> None:
    client.force_login(AdminFactory())
    take_down(client, page, "", commits)
    assert {reason for _language, _verb, reason in told()} == {Reason.WITHDRAWN}


def test_another_reason_is_refused(page: Any, client: Client, commits: Commits) -> None:
    client.force_login(AdminFactory())
    take_down(client, page, "left-collection", commits)
    page.refresh_from_db()
    assert page.live
    assert told() == set()


def test_it_stays_legal_when_the_page_is_deleted_and_comes_back_when_published(
    page: Any, client: Client, commits: Commits
) -> None:
    client.force_login(AdminFactory())
    take_down(client, page, "legal", commits)
    with commits():
        Page.objects.get(pk=page.pk).specific.save_revision().publish()
    assert Entry.objects.filter(language="it").exists()
    take_down(client, page, "legal", commits)
    with commits():
        Page.objects.get(pk=page.pk).delete()
    assert told() >= {("it", "gone", "legal")}
    assert "deleted" not in {reason for _language, _verb, reason in told()}


def test_only_who_may_take_it_down(page: Any, client: Client, commits: Commits) -> None:
    set_up_groups()
    elsewhere()
    client.force_login(regional_editor("16"))
    take_down(client, page, "legal", commits)
    page.refresh_from_db()
    assert page.live


def test_what_lies_below_goes_along_where_that_was_asked(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        shelf = hub_site.standard_page(title="Scaffale")
        hub_site.standard_page(title="Foglio", parent=shelf)
    uids = set(Entry.objects.filter(title__in=["Scaffale", "Foglio"]).values_list("uid"))
    assert len(uids) == 2
    with commits():
        publishing.withdraw_legally(page_ids=[shelf.pk], user=AdminFactory(), with_below=True)
    assert set(Change.objects.filter(reason="legal").values_list("uid")) == uids


class TestSeveralAtOnce:
    def asked(self, *pages: Any) -> str:
        ids = "&".join(f"id={page.pk}" for page in pages)
        return reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?{ids}"

    @pytest.fixture
    def other(self, hub_site: HubSite, commits: Commits) -> Any:
        with commits():
            return hub_site.practice(title="Mulino", territories=[elsewhere()])

    def test_the_reason_is_asked_and_told_in_every_language(
        self, page: Any, other: Any, client: Client, commits: Commits
    ) -> None:
        client.force_login(AdminFactory())
        shown = client.get(self.asked(page, other)).content.decode()
        assert 'value="legal"' in shown
        assert "include_descendants" not in shown

        with commits():
            answer = client.post(self.asked(page, other), {"withdrawal": "legal"})

        assert answer.status_code == 302
        assert {(language, reason) for language, _verb, reason in told()} == {
            ("it", "legal"),
            ("en", "legal"),
        }
        assert not Page.objects.filter(title__in=["Forno", "Oven", "Mulino"], live=True).exists()
        assert PageLogEntry.objects.filter(action=publishing.TAKEN_DOWN).count() == 3

    def test_nothing_said_is_the_usual_reason(
        self, page: Any, other: Any, client: Client, commits: Commits
    ) -> None:
        client.force_login(AdminFactory())
        with commits():
            client.post(self.asked(page, other))
        assert {(language, reason) for language, _verb, reason in told()} == {("it", "withdrawn")}

    def test_another_reason_is_refused(self, page: Any, client: Client, commits: Commits) -> None:
        client.force_login(AdminFactory())
        with commits():
            answer = client.post(self.asked(page), {"withdrawal": "left-collection"})
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["withdrawal"]
        assert told() == set()

    def test_pages_of_other_regions_stay(
        self, page: Any, other: Any, client: Client, commits: Commits
    ) -> None:
        set_up_groups()
        client.force_login(regional_editor("16"))
        with commits():
            client.post(self.asked(page, other), {"withdrawal": "legal"})
        assert set(
            Page.objects.filter(title__in=["Forno", "Mulino"], live=True).values_list("title")
        ) == {("Forno",)}
