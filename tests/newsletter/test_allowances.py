from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core import budgeting
from core.budgeting import TooManyRequests
from newsletter import allowances, suppression
from newsletter.models import MailAllowance, ReaderMailPurpose, RequestBudget

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, 10, tzinfo=ZoneInfo("UTC"))
HASH = suppression.address_hash("anna@example.org")


def may_confirm() -> bool:
    return allowances.take_mail(address_hash=HASH, purpose=ReaderMailPurpose.CONFIRM)


def test_an_address_gets_one_confirmation_mail_in_24_hours():
    with time_machine.travel(NOON, tick=False) as clock:
        assert may_confirm()
        clock.shift(timedelta(hours=23, minutes=59))
        assert not may_confirm()
        clock.shift(timedelta(minutes=1))
        assert may_confirm()


def test_after_five_unanswered_confirmation_mails_none_follows_ever():
    with time_machine.travel(NOON, tick=False) as clock:
        taken = []
        for _ in range(10):
            taken.append(may_confirm())
            clock.shift(timedelta(days=100))

    assert taken == [True] * 5 + [False] * 5


def test_who_takes_a_mail_up_is_counted_anew():
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            may_confirm()
            clock.shift(timedelta(days=1))
        allowances.forget_mails(address_hash=HASH)

        assert may_confirm()


def test_links_are_counted_apart_and_forgotten_after_some_weeks():
    def may_link() -> bool:
        return allowances.take_mail(address_hash=HASH, purpose=ReaderMailPurpose.LINK)

    with time_machine.travel(NOON, tick=False) as clock:
        assert may_confirm()
        taken = []
        for _ in range(7):
            taken.append(may_link())
            clock.shift(timedelta(days=1))
        clock.shift(timedelta(days=60))

        assert taken == [True] * 5 + [False] * 2
        assert may_link()


def test_what_is_counted_for_a_while_leaves_no_hash_afterwards():
    with time_machine.travel(NOON, tick=False) as clock:
        for purpose in allowances.MAIL_RULES:
            allowances.take_mail(address_hash=HASH, purpose=purpose)
        clock.shift(timedelta(days=29))
        assert allowances.forget_old_mails() == 0
        clock.shift(timedelta(days=32))
        assert allowances.forget_old_mails() == 2

        assert MailAllowance.objects.get().purpose == ReaderMailPurpose.CONFIRM


def test_one_network_cannot_use_up_what_belongs_to_others():
    with time_machine.travel(NOON, tick=False):
        for _ in range(20):
            allowances.take_request(network="192.0.2.0/24")

        with pytest.raises(TooManyRequests) as refused:
            allowances.take_request(network="192.0.2.0/24")
        allowances.take_request(network="198.51.100.0/24")

    assert not refused.value.is_hub_wide
    assert refused.value.retry_at == NOON.replace(hour=13, minute=0)


def test_after_an_hour_a_network_may_ask_again_but_not_all_day_long():
    asked = 0
    with time_machine.travel(NOON.replace(hour=0), tick=False) as clock:
        for _ in range(10):
            try:
                for _ in range(20):
                    allowances.take_request(network="192.0.2.0/24")
                    asked += 1
            except TooManyRequests:
                pass
            clock.shift(timedelta(hours=1))

    assert asked == 60


def test_the_whole_hub_has_a_limit(monkeypatch):
    monkeypatch.setattr(allowances, "HUB_SHARES", ((budgeting.HOUR, 3),))
    with time_machine.travel(NOON, tick=False):
        for number in range(3):
            allowances.take_request(network=f"192.0.{number}.0/24")

        with pytest.raises(TooManyRequests) as refused:
            allowances.take_request(network="198.51.100.0/24")

    assert refused.value.is_hub_wide


def test_no_trace_of_a_network_is_left_after_a_day():
    with time_machine.travel(NOON, tick=False) as clock:
        allowances.take_request(network="192.0.2.0/24")
        assert not RequestBudget.objects.filter(subject__contains="192").exists()
        clock.shift(timedelta(days=1))
        allowances.forget_requests()

    assert not RequestBudget.objects.exists()
