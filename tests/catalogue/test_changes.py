"""A partner that only follows `next` holds what the hub shows."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from catalogue import changes
from catalogue.cursors import CursorExpired, CursorInvalid
from catalogue.models import CuratedCollection, Entry, Epoch
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, put
from tests.catalogue.following_client import Mirror
from tests.factories import HubSite


@pytest.fixture
def pages(hub_site: HubSite, commits: Commits) -> list[Any]:
    with commits():
        return [hub_site.practice(title=title) for title in ("Forno", "Orto", "Piazza", "Teatro")]


def edit(page: Any, **fields: Any) -> None:
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


class TestTheHub:
    def test_a_full_download_holds_each_entry_once(
        self, pages: list[Any], commits: Commits
    ) -> None:
        with commits():
            edit(pages[0], title="Forno nuovo")
        mirror = Mirror().update()

        uids = [uid for _verb, uid, _reason in mirror.seen]
        assert sorted(uids) == sorted(
            str(uid) for uid in Entry.objects.values_list("uid", flat=True)
        )

    def test_superseded_changes_do_not_travel(self, pages: list[Any], commits: Commits) -> None:
        mirror = Mirror().update()
        mirror.seen.clear()
        for title in ("Uno", "Due", "Tre"):
            with commits():
                edit(pages[0], title=title)
        mirror.update()

        assert mirror.seen == [("upsert", str(pages[0].uid), "")]
        assert mirror.entries == mirror.fresh()

    def test_what_is_withdrawn_is_told_with_its_reason(
        self, pages: list[Any], commits: Commits
    ) -> None:
        mirror = Mirror().update()
        with commits():
            Page.objects.get(pk=pages[0].pk).delete()
        mirror.update()

        assert mirror.seen[-1] == ("gone", str(pages[0].uid), "deleted")
        assert mirror.entries == mirror.fresh()

    def test_what_came_and_went_between_two_visits_is_told_as_it_is_now(
        self, pages: list[Any], commits: Commits
    ) -> None:
        mirror = Mirror().update()
        mirror.seen.clear()
        with commits():
            pages[0].unpublish()
        with commits():
            edit(pages[0])
        mirror.update()

        assert mirror.seen == [("upsert", str(pages[0].uid), "")]

    def test_a_change_in_the_middle_of_a_download_is_not_lost(
        self, pages: list[Any], commits: Commits
    ) -> None:
        first, cursor = changes.follow(None, limit=2)
        with commits():
            edit(pages[0], title="Cambiato mentre si legge")
        with commits():
            Page.objects.get(pk=pages[1].pk).delete()
        mirror = Mirror(cursor=cursor)
        mirror.entries = {
            str(item.uid): (item.entry.detail, None, "") for item in first.items if item.entry
        }
        mirror.update()

        assert mirror.entries == mirror.fresh()

    def test_one_language_alone_can_be_followed(
        self, hub_site: HubSite, pages: list[Any], commits: Commits
    ) -> None:
        mirror = Mirror(language="en").update()
        with commits():
            english = hub_site.in_english(pages[0], title="Oven")
        mirror.update()
        assert list(mirror.entries)[-1] == str(english.uid)

        with commits():
            english.unpublish()
        assert str(english.uid) not in mirror.update().entries

    def test_what_has_expired_is_not_in_a_download_and_more_time_brings_it_back(
        self, pages: list[Any], commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            edit(pages[0], expire_at=tonight)
        with time_machine.travel(tonight + timedelta(minutes=1)):
            mirror = Mirror().update()
            assert str(pages[0].uid) not in mirror.entries
            with commits():
                edit(pages[0], expire_at=None)
            assert str(pages[0].uid) in mirror.update().entries

    def test_a_poll_with_nothing_new_is_one_query(
        self, pages: list[Any], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        cursor = Mirror().update().cursor
        with django_assert_num_queries(1):
            page, next_cursor = changes.follow(cursor, limit=100)

        assert page.items == []
        assert next_cursor == cursor

    def test_a_full_page_is_three_queries(
        self, pages: list[Any], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(3):
            page = changes.read_changes(0, 100)
            assert [item.entry.card for item in page.items if item.entry]


class TestACollection:
    def test_a_download_holds_each_member_once_with_place_and_note(
        self, pages: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection((pages[2], "Prima"), pages[0])
        with commits():
            edit(pages[0], title="Forno nuovo")
        mirror = Mirror(collection=collection).update()

        assert sorted(verb for verb, _uid, _reason in mirror.seen) == ["enter", "upsert"]
        assert mirror.entries[str(pages[2].uid)][1:] == (1, "Prima")
        assert mirror.entries[str(pages[0].uid)][1:] == (2, "")

    def test_curation_and_withdrawals_are_followed(
        self, pages: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(*pages[:3])
        mirror = Mirror(collection=collection).update()
        with commits():
            put(collection, pages[3], (pages[0], "Nota nuova"))
        with commits():
            pages[0].unpublish()
        mirror.update()

        assert set(mirror.entries) == {str(pages[3].uid)}
        assert mirror.entries == mirror.fresh()

    def test_changes_elsewhere_are_not_told(self, pages: list[Any], commits: Commits) -> None:
        with commits():
            collection = make_collection(pages[0])
            make_collection(pages[1])
        mirror = Mirror(collection=collection).update()
        mirror.seen.clear()
        with commits():
            edit(pages[1], title="Altrove")
        mirror.update()

        assert mirror.seen == []

    def test_a_collection_made_again_under_the_same_name_is_the_same_stream(
        self, pages: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(*pages[:2], slug="pane")
        mirror = Mirror(collection=collection).update()
        with commits():
            CuratedCollection.objects.get(pk=collection.pk).delete()
        with commits():
            mirror.collection = make_collection(pages[2], slug="pane")

        assert set(mirror.update().entries) == {str(pages[2].uid)}


class TestCursors:
    @pytest.mark.parametrize("cursor", ["x", "x:y", "", "è", "a" * 2000, "\0"])
    def test_a_forged_cursor_is_refused(self, pages: list[Any], cursor: str) -> None:
        with pytest.raises(CursorInvalid):
            changes.follow(cursor or "?", limit=10)

    def test_a_cursor_serves_only_its_stream_and_its_filters(
        self, pages: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(*pages)
        cursor = Mirror().update().cursor

        with pytest.raises(CursorInvalid):
            changes.follow(cursor, limit=10, collection=collection)
        with pytest.raises(CursorInvalid):
            changes.follow(cursor, limit=10, language="en")

    def test_a_new_epoch_makes_cursors_expire(self, pages: list[Any]) -> None:
        cursor = Mirror().update().cursor
        call_command("new_epoch")

        with pytest.raises(CursorExpired):
            changes.follow(cursor, limit=10)
        assert Epoch.objects.count() == 1

    def test_a_cursor_from_the_future_of_a_restored_backup_expires_by_itself(
        self, pages: list[Any]
    ) -> None:
        from catalogue.cursors import Cursor

        head = changes.read_changes(0, 1).head
        epoch = str(Epoch.objects.get())
        cursor = Cursor(epoch, head + 1, "", "language=&kind=").encode()

        with pytest.raises(CursorExpired):
            changes.follow(cursor, limit=10)
