import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter import ending, freezing, steering, suppression, transitions
from newsletter.freezing import FreezeError
from newsletter.models import Delivery, Edition, Mailing, MailingState, SuppressionReason
from tests.newsletter.issues import entries, frozen, make_issue, text
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_every_confirmed_reader_gets_a_row_and_the_edition_of_their_language(hub_site):
    anna = SubscriberFactory(language="it")
    brian = SubscriberFactory(language="en")
    issue = make_issue(hub_site)
    hub_site.in_english(issue, title="Those who keep open")

    mailing = steering.freeze(page=issue)

    languages = dict(mailing.deliveries.values_list("subscriber", "edition__language"))
    assert languages == {anna.pk: "it", brian.pk: "en"}
    assert mailing.state == MailingState.FROZEN
    assert mailing.planned == mailing.candidates == 2


def test_readers_without_an_edition_of_their_own_get_the_source_language(hub_site):
    SubscriberFactory(language="en")
    issue = make_issue(hub_site)
    hub_site.in_english(issue, publish=False, title="Not ready yet")

    mailing = steering.freeze(page=issue)

    assert list(mailing.deliveries.values_list("edition__language", flat=True)) == ["it"]


def test_who_is_left_out_is_counted_with_the_reason(hub_site):
    SubscriberFactory()
    for state in ("pending", "paused", "unsubscribed", "bounced", "complained"):
        SubscriberFactory(state=state)
    gone = SubscriberFactory()
    suppression.suppress(email=gone.email, reason=SuppressionReason.COMPLAINT)

    mailing = frozen(hub_site)

    assert mailing.exclusions == dict.fromkeys(
        ("pending", "paused", "unsubscribed", "bounced", "complained", "suppressed"), 1
    )
    assert mailing.candidates == mailing.planned + sum(mailing.exclusions.values()) == 7


def test_those_who_join_later_are_not_in(hub_site):
    mailing = frozen(hub_site, readers=1)
    SubscriberFactory()

    assert mailing.deliveries.count() == mailing.planned == 1


def test_an_issue_for_nobody_is_refused_and_leaves_nothing(hub_site):
    issue = make_issue(hub_site)

    with pytest.raises(FreezeError, match="Nessuno"):
        steering.freeze(page=issue)

    assert Mailing.objects.get().state == MailingState.APPROVED
    assert not Edition.objects.exists()


def test_an_item_that_is_not_public_blocks_the_freeze_by_name(hub_site):
    SubscriberFactory()
    forno = hub_site.practice(title="Il forno del paese")
    issue = make_issue(hub_site, entries(forno))
    # The catalogue has not heard of it yet: the page itself is asked.
    forno.unpublish()

    with pytest.raises(FreezeError) as error:
        steering.freeze(page=issue)

    assert "Il forno del paese" in " ".join(error.value.messages)
    assert not Delivery.objects.exists()


def test_an_issue_that_is_not_published_is_refused(hub_site):
    SubscriberFactory()
    issue = make_issue(hub_site, publish=False)

    with pytest.raises(FreezeError):
        steering.freeze(page=issue)


def test_what_is_sent_is_what_was_published_at_the_freeze(hub_site):
    mailing = frozen(hub_site, text("<p>Prima.</p>"), readers=1)
    edition = mailing.editions.get()
    page = mailing.page
    page.title = "Un altro titolo"
    page.save_revision().publish()

    edition.refresh_from_db()
    assert "Prima." in edition.text
    assert "Un altro titolo" not in edition.html
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(TypeError):
        Edition.objects.update(html="")


def test_a_frozen_issue_cannot_be_frozen_again(hub_site):
    mailing = frozen(hub_site, readers=1)

    with pytest.raises(transitions.NotAllowedError):
        freezing.freeze(mailing_id=mailing.pk)


def test_thawing_leaves_nothing_and_lets_the_issue_be_corrected(hub_site):
    mailing = frozen(hub_site, readers=2)

    steering.thaw(mailing_id=mailing.pk)

    assert not Delivery.objects.exists()
    assert not Edition.objects.exists()
    assert mailing.page is not None
    assert steering.freeze(page=mailing.page).planned == 2


def test_the_accounts_add_up(hub_site):
    mailing = frozen(hub_site, readers=3)

    assert sum(ending.accounts(mailing).values()) == mailing.planned == 3


def test_the_freeze_takes_as_many_queries_for_many_readers_as_for_few(hub_site):
    issue = make_issue(hub_site, entries(hub_site.practice(), hub_site.event()))

    def queries(readers: int) -> int:
        SubscriberFactory.create_batch(readers, with_consent=False)
        mailing = steering.approve(page=issue)
        with CaptureQueriesContext(connection) as captured:
            freezing.freeze(mailing_id=mailing.pk)
        steering.thaw(mailing_id=mailing.pk)
        Mailing.objects.update(state=MailingState.DRAFT)
        return len(captured)

    queries(1)
    assert queries(2) == queries(300)
