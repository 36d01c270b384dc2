from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from newsletter.models import ConsentEvent
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_a_whole_chain_is_reported_with_its_last_hash():
    SubscriberFactory.create_batch(2)
    out = StringIO()

    call_command("check_consents", stdout=out)

    assert "2 consents, all in order" in out.getvalue()
    assert ConsentEvent.objects.get(number=2).event_hash in out.getvalue()


def test_a_broken_chain_ends_with_an_error_that_names_the_place():
    SubscriberFactory.create_batch(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsletter_consentevent SET language = 'en' WHERE number = 1")
    errors = StringIO()

    with pytest.raises(CommandError, match=r"1 problem\(s\) in 2 consents"):
        call_command("check_consents", stderr=errors)
    assert "event 1: was changed" in errors.getvalue()
