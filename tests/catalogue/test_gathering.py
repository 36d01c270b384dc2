"""A transaction that touches a page many times writes it once."""

import pytest
from django.db import transaction

from catalogue import gathering, publishing
from tests.catalogue.conftest import Commits
from tests.factories import HubSite


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What was handed to the writer, one set for each time."""
    calls: list[set[int]] = []
    monkeypatch.setattr(publishing, "refresh_pages", lambda *, page_ids: calls.append(page_ids))
    return calls


def touch(page_id: int) -> None:
    gathering.refresh_on_commit(frozenset, frozenset({page_id}))


def test_a_published_page_is_written_once_however_often_it_was_saved(
    hub_site: HubSite, commits: Commits, written: list[set[int]]
):
    with commits():
        page = hub_site.practice(title="Orto")
        page.save_revision().publish()
    assert [page.pk in ids for ids in written] == [True]


@pytest.mark.django_db
def test_two_transactions_write_twice(commits: Commits, written: list[set[int]]):
    for page_id in (1, 2):
        with commits():
            touch(page_id)
    assert written == [{1}, {2}]


@pytest.mark.django_db
def test_what_an_undone_savepoint_touched_does_not_take_the_rest_along(
    commits: Commits, written: list[set[int]]
):
    with commits():
        try:
            with transaction.atomic():
                touch(1)
                raise LookupError
        except LookupError:
            touch(2)
    assert written == [{2}]


@pytest.mark.django_db
def test_what_a_savepoint_touches_joins_what_waits_outside(
    commits: Commits, written: list[set[int]]
):
    with commits():
        touch(1)
        with transaction.atomic():
            touch(2)
    assert written == [{1, 2}]


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_it_is_written_at_once(written: list[set[int]]):
    touch(1)
    assert written == [{1}]


@pytest.mark.django_db
def test_a_search_that_fails_keeps_no_other_from_being_made(
    django_capture_on_commit_callbacks, caplog: pytest.LogCaptureFixture, written: list[set[int]]
):
    def fail(_argument: object) -> set[int]:
        raise LookupError

    with django_capture_on_commit_callbacks(execute=True):
        gathering.refresh_on_commit(fail, 1)
        touch(2)
    assert written == [{2}]
    assert "Pages to write again were not found" in caplog.text
