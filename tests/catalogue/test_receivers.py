"""Whatever happens to a page, or around it, the catalogue follows."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from catalogue import publishing
from catalogue.changes import tombstone
from catalogue.models import Change, Entry, Reason
from core.media import PeopleConsent
from practices.models import PracticeIndexPage
from tests.catalogue.conftest import Commits
from tests.factories import DocumentFactory, HubSite, ImageFactory, make_page


def published() -> set[str]:
    return set(Entry.objects.visible().values_list("title", flat=True))


def entry_of(page: Any) -> Entry:
    return Entry.objects.get(uid=page.uid)


def reason_of(page: Any) -> str:
    last = tombstone(page.uid)
    assert last is not None
    return last.reason


def edit(page: Any, **fields: Any) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.fixture
def orchard(hub_site: HubSite, commits: Commits) -> Any:
    with commits():
        return hub_site.practice(title="L'orto del lunedì", slug="orto")


class TestPublishing:
    def test_a_published_page_has_an_entry(self, orchard: Any) -> None:
        entry = entry_of(orchard)

        assert entry.kind == "practice"
        assert entry.language == "it"
        assert entry.url == "http://127.0.0.1:8000/it/pratiche/orto/"
        assert entry.page_id == orchard.pk
        assert entry.published_at == orchard.first_published_at
        assert '"title":"L\'orto del lunedì"' in entry.card

    def test_a_draft_has_none(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            hub_site.practice(title="Bozza", publish=False)

        assert "Bozza" not in published()

    def test_a_draft_of_a_published_page_changes_nothing(
        self, orchard: Any, commits: Commits
    ) -> None:
        before = Change.objects.count()
        with commits():
            orchard.title = "Titolo segreto"
            orchard.save_revision()

        assert entry_of(orchard).title == "L'orto del lunedì"
        assert Change.objects.count() == before

    def test_an_edit_is_followed(self, orchard: Any, commits: Commits) -> None:
        first = entry_of(orchard)
        with commits():
            edit(orchard, title="L'orto del martedì")

        second = entry_of(orchard)
        assert second.title == "L'orto del martedì"
        assert second.change_number > first.change_number
        assert second.etag != first.etag

    def test_going_back_to_an_old_revision_is_followed(
        self, orchard: Any, commits: Commits
    ) -> None:
        old = orchard.latest_revision
        with commits():
            edit(orchard, title="Altro titolo")
        with commits():
            old.as_object().save_revision().publish()

        assert entry_of(orchard).title == "L'orto del lunedì"

    def test_what_is_scheduled_appears_when_its_time_has_come(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        with commits():
            page = hub_site.practice(title="Domani", publish=False)
            page.go_live_at = tomorrow
            page.save_revision().publish()
        assert "Domani" not in published()

        with time_machine.travel(tomorrow + timedelta(minutes=1)), commits():
            call_command("publish_scheduled")
        assert "Domani" in published()

    def test_a_publication_that_is_undone_is_not_told(self, hub_site: HubSite) -> None:
        hub_site.practice(title="Mai vista")  # the test's transaction is never committed

        assert "Mai vista" not in published()

    def test_the_section_pages_have_entries_too(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            hub_site.practices.save()

        assert "Pratiche" in published()


class TestWithdrawing:
    def test_unpublishing_leaves_a_tombstone(self, orchard: Any, commits: Commits) -> None:
        with commits():
            orchard.unpublish()

        assert published() == set()
        assert reason_of(orchard) == Reason.WITHDRAWN

    def test_publishing_again_brings_it_back_under_the_same_identity(
        self, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            orchard.unpublish()
        with commits():
            edit(orchard)

        assert entry_of(orchard).title == "L'orto del lunedì"
        assert tombstone(orchard.uid) is None

    def test_deleting_leaves_a_tombstone(self, orchard: Any, commits: Commits) -> None:
        with commits():
            orchard.delete()

        assert published() == set()
        assert reason_of(orchard) == Reason.DELETED

    def test_deleting_a_section_withdraws_what_is_in_it(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            Page.objects.get(pk=hub_site.practices.pk).delete()

        assert published() == set()
        assert reason_of(orchard) == Reason.DELETED

    def test_what_has_been_deleted_is_not_shown_even_before_it_is_withdrawn(
        self, orchard: Any
    ) -> None:
        orchard.delete()

        assert Entry.objects.filter(uid=orchard.uid).exists()
        assert published() == set()

    def test_what_has_expired_is_not_shown_even_before_anybody_comes_by(
        self, orchard: Any, commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            edit(orchard, expire_at=tonight)

        assert published() == {"L'orto del lunedì"}
        with time_machine.travel(tonight):
            assert published() == set()

    def test_the_tick_writes_the_tombstones_of_what_has_expired(
        self, orchard: Any, commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            edit(orchard, expire_at=tonight)
        with time_machine.travel(tonight):
            outcome = publishing.withdraw_expired()

        assert outcome.withdrawn == 1
        assert reason_of(orchard) == Reason.EXPIRED

    def test_wagtail_taking_an_expired_page_down_says_so(
        self, orchard: Any, commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            edit(orchard, expire_at=tonight)
        with time_machine.travel(tonight + timedelta(minutes=1)), commits():
            call_command("publish_scheduled")

        assert reason_of(orchard) == Reason.EXPIRED

    def test_more_time_given_after_the_expiry_is_told_again(
        self, orchard: Any, commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            edit(orchard, expire_at=tonight)
        first = entry_of(orchard).change_number
        with time_machine.travel(tonight + timedelta(minutes=1)), commits():
            edit(orchard, expire_at=None)

        assert entry_of(orchard).change_number > first


class TestAddresses:
    def test_a_new_address_part_is_followed(self, orchard: Any, commits: Commits) -> None:
        with commits():
            edit(orchard, slug="orto-sociale")

        assert entry_of(orchard).url.endswith("/it/pratiche/orto-sociale/")

    def test_a_section_with_a_new_address_part_carries_its_pages_along(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            edit(hub_site.practices, slug="esperienze")

        assert entry_of(orchard).url.endswith("/it/esperienze/orto/")

    def test_moving_a_section_carries_its_pages_along_under_the_same_identity(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            shelf = hub_site.standard_page(title="Scaffale", slug="scaffale")
        with commits():
            Page.objects.get(pk=hub_site.practices.pk).move(shelf, pos="last-child")

        assert entry_of(orchard).url.endswith("/it/scaffale/pratiche/orto/")
        assert entry_of(orchard).page_id == orchard.pk

    def test_moving_a_page_into_a_private_section_withdraws_it(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            inside = make_page(PracticeIndexPage, hub_site.home_en, title="Interno")
            PageViewRestriction.objects.create(page=inside, restriction_type="login")
        with commits():
            Page.objects.get(pk=orchard.pk).move(inside, pos="last-child")

        assert reason_of(orchard) == Reason.WITHDRAWN

    def test_a_page_moved_out_of_the_site_has_no_address_and_no_entry(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            Page.objects.get(pk=orchard.pk).move(Page.get_first_root_node(), pos="last-child")

        assert reason_of(orchard) == Reason.WITHDRAWN


class TestPrivacy:
    def test_a_section_made_private_is_withdrawn_with_its_pages(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            PageViewRestriction.objects.create(page=hub_site.practices, restriction_type="login")

        assert published() == set()
        assert reason_of(orchard) == Reason.WITHDRAWN

    def test_a_section_made_public_again_comes_back(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            lock = PageViewRestriction.objects.create(
                page=hub_site.practices, restriction_type="password", password="x"
            )
        with commits():
            lock.delete()

        assert "L'orto del lunedì" in published()

    def test_translations_below_an_alias_of_a_private_section_are_withdrawn_too(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            english = hub_site.in_english(orchard, title="The orchard")
        assert english.get_parent().alias_of_id == hub_site.practices.pk

        with commits():
            lock = PageViewRestriction.objects.create(
                page=hub_site.practices, restriction_type="login"
            )
        assert published() == set()
        with commits():
            lock.delete()
        assert "The orchard" in published()

    def test_what_lies_below_an_alias_comes_back_when_the_alias_becomes_a_section_of_its_own(
        self, hub_site: HubSite, orchard: Any, commits: Commits
    ) -> None:
        with commits():
            english = hub_site.in_english(orchard, title="The orchard")
            PageViewRestriction.objects.create(page=hub_site.practices, restriction_type="login")
        assert published() == set()

        with commits():
            alias = english.get_parent().specific
            ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

        assert "The orchard" in published()

    def test_a_large_section_is_withdrawn_at_once_and_comes_back_through_the_worker(
        self, hub_site: HubSite, commits: Commits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("catalogue.following.AT_ONCE", 2)
        monkeypatch.setattr("catalogue.following.BATCH", 2)
        with commits():
            pages = {hub_site.practice().title for _ in range(5)}
        with commits():
            lock = PageViewRestriction.objects.create(
                page=hub_site.practices, restriction_type="login"
            )
        assert not pages & published()
        with commits():
            lock.delete()

        assert pages < published()

    def test_a_picture_made_private_leaves_the_entries_that_show_it(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        folder = Collection.get_first_root_node().add_child(name="Interno")
        image = ImageFactory(collection=folder)
        with commits():
            page = hub_site.practice(lead_image=image)
        assert '"image":{' in entry_of(page).card

        with commits():
            lock = CollectionViewRestriction.objects.create(
                collection=folder, restriction_type="login"
            )
        assert '"image":null' in entry_of(page).card

        with commits():
            lock.delete()
        assert '"image":{' in entry_of(page).card

    def test_a_picture_whose_people_withdraw_their_consent_leaves_the_entries(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        image = ImageFactory()
        with commits():
            page = hub_site.practice(lead_image=image)
        with commits():
            image.people_consent = PeopleConsent.WITHDRAWN
            image.save()

        assert '"image":null' in entry_of(page).card


class TestDocuments:
    def test_a_folder_made_private_takes_the_links_to_its_files_away(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        folder = Collection.get_first_root_node().add_child(name="Verbali")
        document = DocumentFactory(collection=folder)
        link = f'<p><a linktype="document" id="{document.pk}">Il verbale</a></p>'
        with commits():
            page = hub_site.practice(body=[("text", link)])
        assert "/documents/" in entry_of(page).detail

        with commits():
            lock = CollectionViewRestriction.objects.create(
                collection=folder, restriction_type="login"
            )
        assert "/documents/" not in entry_of(page).detail
        assert "Il verbale" in entry_of(page).detail

        with commits():
            lock.delete()
        assert "/documents/" in entry_of(page).detail

    def test_a_file_moved_into_a_private_folder_is_no_longer_linked(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        folder = Collection.get_first_root_node().add_child(name="Riservati")
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
        document = DocumentFactory()
        link = f'<p><a linktype="document" id="{document.pk}">Il verbale</a></p>'
        with commits():
            page = hub_site.practice(body=[("text", link)])
        with commits():
            document.collection = folder
            document.save()

        assert "/documents/" not in entry_of(page).detail
