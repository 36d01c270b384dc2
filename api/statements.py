"""Queries that Django compiles once, because compiling costs far more than running them.

A query of the API has always the same few shapes; only values change. `Statement` lets Django
write the SQL of a shape with a mark in the place of each value, and then runs it with values.
What it gives back is exactly what the queryset's `values_list` would.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.db.models import QuerySet, UUIDField

Values = Mapping[str, Any]
_FIRST_MARK = datetime(2999, 1, 1, tzinfo=UTC)
_uuid_field = UUIDField()


class Statement:
    """A compiled query. `build` makes the queryset from values: called once, with marks.

    It must not look at the values: what depends on them is another statement. Values are texts,
    whole numbers, UUIDs and moments with a time zone. `has_one_plan` says that the best way to
    the rows is the same for all values: PostgreSQL then keeps it instead of looking for it anew.
    """

    def __init__(
        self, build: Callable[[Values], QuerySet], like: Values, *, has_one_plan: bool = False
    ) -> None:
        marks = {name: _mark(place, value) for place, (name, value) in enumerate(like.items())}
        names = {_adapted(mark): name for name, mark in marks.items()}
        compiler = build(marks).query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        self.parameters = [(names.get(one), one) for one in parameters]
        missing = set(marks) - {name for name, _one in self.parameters}
        if missing:
            raise ValueError(f"Values that the query does not use as they are: {missing}")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        self.converters = list(converters.items())
        self.is_prepared = has_one_plan and connection.vendor == "postgresql"

    def rows(self, values: Values) -> list[tuple[Any, ...]]:
        """Run it, and give what the queryset would."""
        return [self.converted(row) for row in self.raw(values)]

    def raw(self, values: Values) -> list[tuple[Any, ...]]:
        """Run it, and give what the database driver gives; see `converted`."""
        parameters = [
            fixed if name is None else _adapted(values[name]) for name, fixed in self.parameters
        ]
        with connection.cursor() as cursor:
            if self.is_prepared:
                cursor.cursor = _Prepared(cursor.cursor.connection)
            cursor.execute(self.sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Turn what the driver gives into what Django gives; texts are the same in both."""
        cells = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return tuple(cells)


class _Prepared(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor whose queries are planned once per connection; Django's own never are."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> _Prepared:
        """Run a query whose plan PostgreSQL keeps."""
        super().execute(query, params, prepare=True)
        if connection.queries_logged:
            # psycopg doesn't note the text of a prepared query, which Django's log asks for.
            self._query = self._convert_query(query, params)
        return self


def _mark(place: int, value: Any) -> Any:
    """A value of the same type that nobody asks for."""
    if isinstance(value, datetime):
        return _FIRST_MARK + timedelta(seconds=place)
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=place)
    if isinstance(value, int):
        return -1_000_000_000 - place
    return f"\x01{place}"


def _adapted(value: Any) -> Any:
    """A value as Django gives it to the database driver."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, uuid.UUID):
        return _uuid_field.get_db_prep_value(value, connection)
    return value
