"""Puts the database back as the migrations left it, after a test that really wrote to it.

Django empties every table and saves the rows of the migrations again, one by one. With some two
hundred tables that takes seconds for each test, most of all on PostgreSQL; what a test has changed
is little, and put back in a moment.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tests import moulds

_stock: moulds.Rows = {}


def take() -> None:
    """Note what the migrations have put into the database."""
    _stock.update(moulds.rows())


def put_back(*_command: Any, **_options: Any) -> None:
    """Take away what has come since, bring back what has gone; called in place of `flush`."""
    with transaction.atomic():
        for table in moulds.difference(moulds.rows(), _stock):
            table.apply()
