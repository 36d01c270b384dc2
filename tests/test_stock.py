"""After a test that really wrote, the next one finds what the migrations have left."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale, Page, Site

from tests import moulds
from tests.factories import make_hub


@pytest.fixture
def as_migrated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[moulds.Rows]:
    """The rows of all tables, outside the test's own view of the database."""
    with django_db_blocker.unblock():
        before = moulds.rows()
        yield before
        assert moulds.difference(moulds.rows(), before) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_what_was_added_changed_and_deleted_is_put_back(as_migrated, round_):
    assert connection.in_atomic_block is False
    make_hub()
    Site.objects.update(site_name="Altro")
    Group.objects.all().delete()
    Page.objects.filter(depth__gt=2).update(title="Altro")
    assert moulds.difference(moulds.rows(), as_migrated)

    call_command("flush", interactive=False, verbosity=0)

    assert moulds.difference(moulds.rows(), as_migrated) == []
    assert Locale.objects.filter(language_code="it").exists()
