"""Old tombstones are forgotten: late mirrors start anew, nobody holds what is gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalogue import publishing
from catalogue.changes import follow, tombstone
from catalogue.cursors import CursorExpired
from catalogue.models import Change, CuratedCollection, Entry, Epoch, Verb
from catalogue.reconciling import reconcile
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection
from tests.catalogue.following_client import Mirror
from tests.factories import HubSite

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def grow_old() -> None:
    """Everything that is in the log happened two years ago."""
    Change.objects.update(at=timezone.now() - 2 * YEAR)


def prune(times: int = 2) -> None:
    for _run in range(times):
        publishing.prune_changes(before=timezone.now() - YEAR)


@pytest.fixture
def pages(hub_site: HubSite, commits: Commits) -> list[Any]:
    reconcile()
    with commits():
        return [hub_site.practice(title=title) for title in ("Forno", "Orto", "Casa")]


def leave_and_go_on(pages: list[Any], hub: HubSite, commits: Commits) -> Any:
    """One page is withdrawn long ago, another one is published today."""
    uid = Entry.objects.get(title="Forno").uid
    with commits():
        pages[0].unpublish()
    grow_old()
    with commits():
        hub.practice(title="Oggi")
    return uid


def test_a_late_mirror_starts_anew_and_one_that_knew_goes_on(
    pages: list[Any], hub_site: HubSite, commits: Commits
) -> None:
    late, known = Mirror().update(), Mirror().update()
    uid = leave_and_go_on(pages, hub_site, commits)
    known.update()
    prune()
    assert not Change.objects.filter(verb=Verb.GONE).exists()
    assert tombstone(uid) is None
    with pytest.raises(CursorExpired):
        late.update()
    assert known.update().entries == known.fresh()


def test_what_is_announced_is_forgotten_a_run_later(
    pages: list[Any], hub_site: HubSite, commits: Commits
) -> None:
    late = Mirror().update()
    uid = leave_and_go_on(pages, hub_site, commits)
    prune(times=1)
    assert tombstone(uid) is not None
    with pytest.raises(CursorExpired):
        late.update()
    prune(times=1)
    assert tombstone(uid) is None


def test_what_is_young_is_kept(pages: list[Any], commits: Commits) -> None:
    mirror = Mirror().update()
    with commits():
        pages[0].unpublish()
        pages[1].unpublish()
    prune()
    assert Epoch.objects.get().pruned_to == 0
    assert Change.objects.filter(verb=Verb.GONE).count() == 2
    assert mirror.update().entries == mirror.fresh()


def test_a_download_carries_no_tombstones_of_former_times_and_goes_through(
    pages: list[Any], hub_site: HubSite, commits: Commits
) -> None:
    leave_and_go_on(pages, hub_site, commits)
    page, cursor = follow(None, limit=1)
    assert page.has_more
    prune()  # while the download is under way
    standing = Entry.objects.exclude(uid=page.items[0].uid).order_by("change_id").first()
    with commits():
        standing.page.specific.unpublish()  # and what was to come goes meanwhile
    verbs = []
    while page.has_more:
        page, cursor = follow(cursor, limit=1)
        verbs += [(item.verb, item.uid) for item in page.items]
    assert [uid for verb, uid in verbs if verb == Verb.GONE] == [standing.uid]
    assert "GONE" not in {item.verb for item in follow(cursor, limit=10)[0].items}


def test_the_end_of_the_log_never_moves_back(pages: list[Any], commits: Commits) -> None:
    with commits():
        pages[0].unpublish()
    mirror = Mirror().update()
    grow_old()
    prune()
    assert mirror.update().entries == mirror.fresh()  # its cursor is not beyond the end


def test_collections_forget_as_well_and_nothing_seems_orphaned(
    pages: list[Any], commits: Commits
) -> None:
    with commits():
        collection = make_collection(*pages, slug="pane")
    late = Mirror(collection=collection).update()
    with commits():
        CuratedCollection.objects.get(pk=collection.pk).items.filter(page=pages[0]).delete()
        make_collection(pages[1], slug="via").delete()
    grow_old()
    with commits():
        pages[2].title = "Casa nuova"
        pages[2].save_revision().publish()
    prune()
    assert not Change.objects.filter(verb=Verb.LEAVE).exists()
    assert collection.members.count() == 2
    with pytest.raises(CursorExpired):
        late.update()
    assert not reconcile(dry_run=True).repairs
    assert Change.objects.filter(verb=Verb.UPSERT).count() >= len(pages)
