"""Where a practice came from, and what it is called elsewhere."""

import pytest
from django.core.exceptions import ValidationError

from practices.models import PracticePage, PracticeRecord
from practices.recording import IdentifierTaken, identify, record_of, trace
from tests.factories import HubSite

pytestmark = pytest.mark.django_db


def test_a_practice_and_its_translation_have_one_record(hub_site: HubSite) -> None:
    page = hub_site.practice()
    english = hub_site.in_english(page)

    assert record_of(page) == record_of(english)
    assert PracticeRecord.objects.filter(translation_key=page.translation_key).count() == 1


def test_it_is_found_by_what_it_is_called_elsewhere(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)

    identify(practice=page, scheme="schede-2019", value="A-12")
    identify(practice=page, scheme="schede-2019", value="A-12")

    assert list(PracticePage.objects.with_external_id("schede-2019", "A-12")) == [page]
    assert not PracticePage.objects.with_external_id("altro", "A-12")


def test_an_identifier_belongs_to_one_practice(hub_site: HubSite) -> None:
    identify(practice=hub_site.practice(), scheme="schede-2019", value="A-12")

    with pytest.raises(IdentifierTaken):
        identify(practice=hub_site.practice(), scheme="schede-2019", value="A-12")


def test_an_identifier_that_cannot_be_kept_is_refused(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refused:
        identify(practice=hub_site.practice(), scheme="schede 2019", value="x" * 201)

    assert set(refused.value.message_dict) == {"scheme", "value"}


def test_the_origin_is_kept_with_its_contact(hub_site: HubSite) -> None:
    page = hub_site.practice()

    trace(practice=page, origin="migration", contact_email="ada@example.org")
    trace(practice=page, origin="partner")

    record = record_of(page)
    assert (record.origin, record.contact_email) == ("partner", "ada@example.org")
    assert list(PracticePage.objects.of_origin("partner")) == [page]


def test_an_unknown_origin_is_refused(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError):
        trace(practice=hub_site.practice(), origin="hearsay")


def test_an_older_draft_does_not_bring_an_older_record_back(hub_site: HubSite) -> None:
    page = hub_site.practice()
    revision = page.save_revision()
    trace(practice=page, origin="partner")

    revision.publish()

    assert record_of(page).origin == "partner"
