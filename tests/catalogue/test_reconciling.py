"""The reconciler finds what nobody told of, repairs it and counts it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import CollectionItem, CuratedCollection, Entry, EntryTerm
from catalogue.reconciling import LEFTOVER, MEMBERSHIP, MISSING, STALE, reconcile
from core.models import Topic
from practices.models import PracticePage
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection
from tests.factories import HubSite


@pytest.fixture
def page(hub_site: HubSite, commits: Commits) -> Any:
    with commits():
        page = hub_site.practice(title="Forno")
    reconcile()
    return page


def test_a_catalogue_that_tells_the_truth_needs_no_repair(page: Any) -> None:
    report = reconcile()

    assert not report.repairs
    assert report.checked == Entry.objects.count()


def test_a_bulk_unpublication_is_found(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)

    assert reconcile(is_deep=False).repairs == {LEFTOVER: 1}
    assert not Entry.objects.filter(uid=page.uid).exists()


def test_a_bulk_publication_is_found(hub_site: HubSite, page: Any) -> None:
    draft = hub_site.practice(title="Bozza", publish=False)
    Page.objects.filter(pk=draft.pk).update(live=True)

    assert reconcile(is_deep=False).repairs == {MISSING: 1}
    assert Entry.objects.filter(uid=draft.uid).exists()


def test_a_bulk_edit_is_found_by_reading_the_words(page: Any) -> None:
    PracticePage.objects.filter(pk=page.pk).update(need="Pane per tutti")

    assert not reconcile(is_deep=False).repairs
    assert reconcile().repairs == {STALE: 1}
    assert "Pane per tutti" in Entry.objects.get(uid=page.uid).detail


def test_a_topic_renamed_in_bulk_is_found(page: Any) -> None:
    Topic.objects.filter(pk=page.topics.get().pk).update(name="Altro nome")

    assert reconcile().repairs == {STALE: 1}
    assert EntryTerm.objects.filter(facet="topic", label="Altro nome").exists()


def test_a_publication_whose_process_died_before_the_catalogue_was_told_is_found(
    hub_site: HubSite, page: Any
) -> None:
    page.title = "Forno nuovo"
    page.save_revision().publish()  # and nothing follows

    assert reconcile(is_deep=False).repairs == {STALE: 1}


def test_an_expiry_set_or_lifted_in_bulk_is_found(page: Any) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    Page.objects.filter(pk=page.pk).update(expire_at=tomorrow)
    assert reconcile(is_deep=False).repairs == {STALE: 1}
    assert Entry.objects.get(uid=page.uid).visible_until == tomorrow

    Page.objects.filter(pk=page.pk).update(expire_at=None)
    assert reconcile(is_deep=False).repairs == {STALE: 1}
    assert Entry.objects.get(uid=page.uid).visible_until is None


def test_a_hub_that_moved_to_another_address_is_found(page: Any, settings: Any) -> None:
    settings.HUB_URL = "https://hub.example.org"
    report = reconcile(is_deep=False)

    assert report.repairs == {STALE: Entry.objects.count()}
    assert Entry.objects.get(uid=page.uid).url.startswith("https://hub.example.org/it/pratiche/")


def test_an_entry_whose_page_is_gone_is_withdrawn(page: Any) -> None:
    Page.objects.get(pk=page.pk).delete()  # and nothing follows

    assert reconcile(is_deep=False).repairs == {LEFTOVER: 1}
    assert not Entry.objects.filter(uid=page.uid).exists()


def test_items_changed_behind_the_collection_are_found(page: Any, commits: Commits) -> None:
    with commits():
        collection = make_collection(page)
    CollectionItem.objects.filter(collection=collection).update(note="Scritta a mano")

    assert reconcile(is_deep=False).repairs == {MEMBERSHIP: 1}
    assert collection.members.get().note == "Scritta a mano"


def test_a_collection_that_vanished_is_closed_once(page: Any, commits: Commits) -> None:
    with commits():
        make_collection(page)
    CuratedCollection.objects.all().delete()  # and nothing follows

    assert reconcile(is_deep=False).repairs == {MEMBERSHIP: 1}
    assert not reconcile(is_deep=False).repairs


def test_a_dry_run_tells_and_writes_nothing(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)

    assert reconcile(dry_run=True).repairs == {LEFTOVER: 1}
    assert Entry.objects.filter(uid=page.uid).exists()


def test_a_page_that_cannot_be_projected_does_not_stop_the_others(
    hub_site: HubSite, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import projection

    real = projection.project
    other = hub_site.practice(title="Orto")

    def broken(one: Page) -> projection.Projection:
        if one.pk == page.pk:
            raise RuntimeError("no oven")
        return real(one)

    monkeypatch.setattr("catalogue.publishing.project", broken)
    monkeypatch.setattr("catalogue.reconciling.project", broken)
    report = reconcile()

    assert report.failed_page_ids == [page.pk]
    assert Entry.objects.filter(uid=other.uid).exists()


def test_the_command_reports_its_repairs(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)
    out = StringIO()
    call_command("reconcile", stdout=out)

    assert "1 leftover" in out.getvalue()


def test_the_command_fails_when_a_page_could_not_be_read(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_one: Page) -> None:
        raise RuntimeError("no oven")

    monkeypatch.setattr("catalogue.reconciling.project", broken)

    with pytest.raises(CommandError, match=str(page.pk)):
        call_command("reconcile", stdout=StringIO())


def test_the_number_of_queries_does_not_grow_with_pages_that_are_right(
    hub_site: HubSite, page: Any, django_assert_max_num_queries: Any, commits: Commits
) -> None:
    with commits():
        for _number in range(10):
            hub_site.practice()

    with django_assert_max_num_queries(12):
        reconcile(is_deep=False)
