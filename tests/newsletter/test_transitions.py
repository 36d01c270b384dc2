from pathlib import Path

import pytest
from django.conf import settings

from newsletter import transitions
from newsletter.management.commands.newsletter_states import pictured
from newsletter.models import DeliveryState, MailingState
from newsletter.transitions import ACCOUNTS, DELIVERY, MAILING, NotAllowedError
from tests.newsletter.issues import frozen

TABLES = [(MAILING, MailingState), (DELIVERY, DeliveryState)]


@pytest.mark.parametrize(("table", "states"), TABLES)
def test_every_state_has_its_line(table, states):
    assert set(table) == set(states)


@pytest.mark.parametrize(("table", "states"), TABLES)
def test_every_state_can_be_reached_from_the_first(table, states):
    reached, waiting = set(), [next(iter(table))]
    while waiting:
        reached.add(waiting[-1])
        waiting += [one for one in table[waiting.pop()] if one not in reached]

    assert reached == set(states)


def test_the_accounts_count_every_copy_exactly_once():
    counted = [state for states in ACCOUNTS.values() for state in states]

    assert sorted(counted) == sorted(DeliveryState.values)


def test_nothing_follows_what_is_final():
    assert MAILING[MailingState.DONE] == MAILING[MailingState.CANCELLED] == ()
    assert DELIVERY[DeliveryState.SKIPPED] == ()
    # Refused for our sake: see `tallying`.
    assert DELIVERY[DeliveryState.REFUSED] == (DeliveryState.PLANNED,)


def test_a_copy_that_may_have_left_waits_again_only_by_decision_or_proof():
    """From intent when the server took nothing, from uncertain when a person decides."""
    assert DeliveryState.PLANNED not in DELIVERY[DeliveryState.ACCEPTED]
    assert DeliveryState.LEASED not in DELIVERY[DeliveryState.UNCERTAIN]
    assert DeliveryState.LEASED not in DELIVERY[DeliveryState.INTENT]


def test_the_pictures_in_the_documentation_are_those_of_the_tables():
    """After a change: manage.py newsletter_states."""
    page = Path(settings.BASE_DIR) / "docs" / "newsletter.md"
    written = page.read_text(encoding="utf-8")

    assert written.count("stateDiagram-v2") == 2
    assert pictured(written) == written


@pytest.mark.django_db
def test_a_step_that_is_not_in_the_table_is_refused_and_changes_nothing(hub_site):
    mailing = frozen(hub_site, readers=1)

    with pytest.raises(NotAllowedError) as error:
        transitions.move(mailing_id=mailing.pk, to=MailingState.DONE)

    mailing.refresh_from_db()
    assert mailing.state == error.value.state == MailingState.FROZEN
