"""Compiled once, run with any values: the same rows as the query it was made from."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.statements import Statement, Values
from catalogue.models import Entry
from tests.api.conftest import Shelf

COLUMNS = ("title", "uid", "published_at", "visible_until", "change_id")


def of_kind(values: Values) -> QuerySet:
    entries = Entry.objects.visible(values["at"]).filter(kind=values["kind"])
    return entries.order_by("pk").values_list(*COLUMNS)


LIKE = {"at": timezone.now(), "kind": "any"}


def test_its_rows_are_those_of_the_query_with_the_same_types(shelf: Shelf) -> None:
    statement = Statement(of_kind, LIKE)
    for kind in ("practice", "event", "nothing"):
        values = {"at": timezone.now(), "kind": kind}

        assert statement.rows(values) == list(of_kind(values))


def test_moments_and_identities_can_be_values(shelf: Shelf) -> None:
    def known(values: Values) -> QuerySet:
        found = Entry.objects.filter(uid=values["uid"], published_at__lt=values["before"])
        return found.values_list("title")

    statement = Statement(known, {"uid": uuid.uuid4(), "before": timezone.now()})
    later = timezone.now() + timedelta(hours=1)

    assert statement.rows({"uid": shelf.orchard.uid, "before": later}) == [("Orto",)]
    assert statement.rows({"uid": shelf.orchard.uid, "before": later - timedelta(days=1)}) == []


def test_running_it_is_one_query_and_compiles_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = Statement(of_kind, LIKE)
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.as_sql", None)
    with CaptureQueriesContext(connection) as context:
        statement.rows({"at": timezone.now(), "kind": "practice"})

    assert len(context) == 1


def test_what_looks_like_sql_stays_a_value(shelf: Shelf) -> None:
    statement = Statement(of_kind, LIKE)

    assert statement.rows({"at": timezone.now(), "kind": "x' OR '1'='1"}) == []


def test_a_value_that_the_query_does_not_use_is_a_mistake(db: None) -> None:
    with pytest.raises(ValueError, match="colour"):
        Statement(of_kind, LIKE | {"colour": "red"})


def test_a_query_whose_plan_is_kept_gives_the_same_rows_in_one_query(shelf: Shelf) -> None:
    statement = Statement(of_kind, LIKE, has_one_plan=True)
    for kind in ("practice", "event", "nothing"):
        values = {"at": timezone.now(), "kind": kind}
        with CaptureQueriesContext(connection) as context:
            rows = statement.rows(values)

        assert len(context) == 1
        assert rows == list(of_kind(values))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL keeps plans.")
def test_postgresql_keeps_its_plan(shelf: Shelf) -> None:
    statement = Statement(of_kind, LIKE, has_one_plan=True)
    statement.rows({"at": timezone.now(), "kind": "practice"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [row[0] for row in cursor.fetchall()]
    assert any("catalogue_entry" in one for one in kept)
