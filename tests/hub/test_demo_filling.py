"""A hub filled with the demo: once for all tests of this file, with real commits."""

from __future__ import annotations

import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from PIL import Image
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation

from calls.models import CallPage
from catalogue import reconciling
from catalogue.models import CollectionMember, CuratedCollection, Entry
from core.models import HubImage, Territory, Topic, User
from core.waiting import editable_pages
from events import telling
from events.models import EventBook, EventPage, NoticeKind, ParticipationPathPage
from hub.demo import filling, records
from newsletter import answering, consent, ending, pinning, segments, sending
from newsletter.models import IssuePage, Mailing, MailingState, Segment, Subscriber
from practices.models import PracticePage
from tests import stock
from tests.hub.test_demo_content import ONLY_ITALIAN
from tests.newsletter import mails_back, spam

TODAY = "2026-03-16T10:00:00+01:00"
# In the demo a worker does this; here nothing depends on it.
LATER = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("demo")]


def stand_ins(folder: Path) -> Any:
    """Small plain pictures in place of the drawn ones, which are tested by themselves."""

    def drawn(names, _folder):
        files = {name: folder / f"{name}.jpg" for name in names}
        for index, path in enumerate(files.values()):
            Image.new("RGB", (64, 40), (index * 5, 120, 90)).save(path)
        return files

    return drawn


@pytest.fixture(scope="module", autouse=True)
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Fill for real, and put the database back as it was afterwards."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(records, "drawn", stand_ins(tmp_path_factory.mktemp("pictures")))
        patch.setattr(settings, "VAR_DIR", tmp_path_factory.mktemp("var"))
        # The storage remembers its folder: only an override tells it that this one is for a while.
        own = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), TASKS=LATER)
        if connection.vendor == "postgresql":  # nothing here has to survive a power cut
            connection.cursor().execute("SET synchronous_commit TO off")
        try:
            with own, time_machine.travel(TODAY, tick=True):
                assert filling.fill()
                yield
        finally:
            stock.put_back()
            ContentType.objects.clear_cache()
            Site.clear_site_root_paths_cache()


def counts() -> dict[str, int]:
    """How many rows each model has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_filling_again_changes_nothing():
    before = counts()
    assert filling.fill() is False
    assert counts() == before


def test_filling_that_was_interrupted_is_taken_up_without_doubles():
    before = counts()
    filling._mark().unlink()
    assert filling.fill() is True
    after = counts()
    grown = {label for label in after if after[label] > before[label]}
    # Only the front page is written once more.
    assert not grown & {
        "wagtailcore.Page",
        "core.Topic",
        "core.HubImage",
        "catalogue.CuratedCollection",
        "newsletter.Delivery",
        "newsletter.Mailing",
        "newsletter.Subscriber",
    }


def test_another_database_is_not_taken_for_a_filled_one():
    mark = filling._mark()
    assert mark.exists()
    assert str(Page.objects.get(slug="it", depth=2).translation_key) in mark.name


def test_the_catalogue_tells_the_truth_about_every_page():
    report = reconciling.reconcile(dry_run=True)
    assert dict(report.repairs) == {}
    assert report.failed_page_ids == []
    kinds = Counter(Entry.objects.filter(language="it").values_list("kind", flat=True))
    assert kinds == {
        "practice": 24,
        "event": 12,
        "page": 9,
        "call": 3,
        "path": 2,
        "publication": 1,
        "issue": 1,
    }


def test_only_three_practices_are_left_in_italian():
    english = Locale.objects.get(language_code="en")
    without = [
        page.slug
        for page in Page.objects.filter(depth__gt=1, locale__language_code="it")
        if not page.has_translation(english)
    ]
    assert set(without) == ONLY_ITALIAN
    drafts = Page.objects.filter(depth__gt=1, live=False)
    assert {page.slug for page in drafts} == {"dire-gli-errori", "naming-mistakes"}


def test_translators_see_everything_as_translated():
    unfinished = [
        str(translation.source.object_repr)
        for translation in Translation.objects.all()
        if translation.get_progress()[0] != translation.get_progress()[1]
    ]
    assert unfinished == []
    assert Topic.objects.filter(locale__language_code="en").count() == 15


def test_english_pages_have_english_addresses():
    assert Page.objects.filter(url_path="/en/practices/the-village-bakery/", live=True).exists()
    assert not Page.objects.filter(url_path__startswith="/en/pratiche/").exists()


def test_every_page_answers():
    client = Client()
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.get_url())
        assert response.status_code == 200, page.get_url()


def test_every_public_page_has_a_picture_with_words():
    for page in Page.objects.live().filter(depth__gt=1).specific():
        assert page.lead_image, page
        assert page.lead_image_alt, page
        assert page.summary, page
    assert HubImage.objects.filter(description="").count() == 0


def test_the_calls_stand_where_the_demo_wants_them():
    states = {
        call.slug: call.state()
        for call in CallPage.objects.filter(locale__language_code="it", live=True)
    }
    assert states == {
        "energia-di-vicinato": "announced",
        "abitare-insieme": "closing",
        "terra-e-lavoro": "results",
    }


def test_events_lie_before_and_after_today():
    events = EventPage.objects.filter(locale__language_code="it")
    assert sum(not event.is_over for event in events) == 7
    assert sum(event.is_over for event in events) == 5


def test_the_path_of_copparo_says_what_is_known_and_no_more():
    path = ParticipationPathPage.objects.get(slug="copparo", locale__language_code="it")
    assert path.promoter.name == "Comune di Copparo"
    assert {partner.name for partner in path.partners.all()} == {"Secis", "Poleis"}
    assert [territory.code for territory in path.territories.all()] == ["038"]
    tables = [event for child in path.phases for event in child.value["events"]]
    trade, volunteers = (event.specific for event in tables)
    assert trade.is_all_day
    assert volunteers.starts_at.isoformat() == "2021-11-08T20:00:00+00:00"
    assert volunteers.venue == "Galleria civica «Alda Costa»"
    assert not volunteers.ends_at


def test_collections_reach_partners_in_both_languages():
    for collection in CuratedCollection.objects.originals():
        members = CollectionMember.objects.filter(collection=collection)
        languages = Counter(members.values_list("entry__language", flat=True))
        assert languages["it"] >= 6
        assert languages["en"] >= 5
        # What a rule brings comes without a curator's words.
        chosen = collection.items.values("page__translation_key")
        by_hand = members.filter(entry__translation_key__in=chosen)
        assert all(member.note for member in by_hand)


def test_readers_are_in_every_state_and_have_proof_of_consent():
    states = Counter(Subscriber.objects.values_list("state", flat=True))
    assert states == {
        "active": 7,
        "pending": 1,
        "bounced": 1,
        "complained": 1,
        "unsubscribed": 1,
        "erased": 1,
    }
    assert consent.check_chain().problems == []


def test_mails_to_single_readers_reach_only_those_who_wait_or_stay(mailoutbox):
    answering.send_due()
    asked = [mail.to for mail in mailoutbox if mail.subject.startswith("Conferma")]
    assert asked == [["irene.moretti@example.org"]]
    stayed = Subscriber.objects.filter(state="active").count()
    assert len(mailoutbox) == 1 + stayed


@pytest.mark.spamassassin
def test_the_issue_does_not_look_like_spam(tmp_path):
    mailing = Mailing.objects.get()
    for edition in mailing.editions.all():
        copy = mailing.deliveries.select_related("subscriber").filter(edition=edition)[0]
        letter = sending.letter_of(edition, mailing)
        arrived = mails_back.received(letter.fill(sending.personal_of(copy, letter)))

        score, rules = spam.verdict(arrived, tmp_path)

        assert score < 2, rules


def test_one_issue_is_on_its_way_and_one_a_draft():
    mailing = Mailing.objects.get()
    assert mailing.state == MailingState.SENDING
    assert mailing.planned == sum(ending.accounts(mailing).values()) > 3
    assert mailing.candidates == mailing.planned + sum(mailing.exclusions.values())
    assert {edition.language for edition in mailing.editions.all()} == {"it", "en"}


def test_the_draft_is_for_a_group_and_keeps_what_a_collection_held():
    for draft in IssuePage.objects.filter(live=False):
        assert draft.segment
        assert 0 < segments.members(draft.segment).count() < Subscriber.objects.mailable().count()
        blocks = {child.block_type: child.value for child in draft.body}
        assert len(pinning.keys_in(blocks["collection"]["pinned_keys"])) == 8
        assert blocks["picture"]["image"].contextual_alt_text
    assert all(segments.members(group).exists() for group in Segment.objects.all())


def test_those_who_registered_for_one_event_do_not_know_its_new_hour():
    untold = [
        (book.page.slug, telling.change_to_tell(book, book.page))
        for book in EventBook.objects.all()
        if telling.change_to_tell(book, book.page)
    ]
    assert untold == [("tre-case-aperte", NoticeKind.MOVED)]


def test_visitors_sign_up_for_some_topics_on_the_page_about_the_network():
    for address, words in (
        ("/it/chi-siamo/", "Una lettera sulla rete"),
        ("/en/about/", "A letter about the network"),
    ):
        content = Client().get(address).content.decode()
        assert words in content
        assert 'value="welfare-partecipato"' in content


def test_who_works_for_a_region_finds_what_belongs_to_it():
    emilia = User.objects.get(username="emilia")
    region = Territory.objects.get(code="08")
    own = {region, *Territory.objects.filter(parent=region)}
    pages = [page.specific for page in editable_pages(emilia).filter(live=True)]

    assert {page.slug for page in pages} >= {"tre-case-aperte", "copparo"}
    assert all(own & set(page.territories.all()) for page in pages)


def test_staff_can_log_in_with_the_rights_of_their_group():
    for person in ("admin", "redazione", "autrice", "emilia"):
        client = Client()
        assert client.login(username=person, password=person)
        assert client.get("/admin/").status_code == 200
    assert User.objects.get(username="redazione").has_perm("newsletter.send_mailing")
    assert not User.objects.get(username="autrice").has_perm("newsletter.send_mailing")


def test_addresses_of_readers_appear_on_no_page_and_in_no_entry():
    addresses = list(Subscriber.objects.exclude(email="").values_list("email", flat=True))
    for entry in Entry.objects.all():
        assert not any(address in entry.detail for address in addresses)


def test_what_an_editor_deletes_does_not_come_back():
    PracticePage.objects.filter(slug="forno-del-paese").first().delete()
    filling.fill()
    assert not PracticePage.objects.filter(slug="forno-del-paese").exists()


def test_the_command_refuses_a_hub_that_is_not_a_demo():
    with pytest.raises(CommandError, match="passwords everybody knows"):
        call_command("fill_demo")


def test_every_picture_of_the_staffs_pages_finds_what_it_shows():
    script = runpy.run_path(str(Path(settings.BASE_DIR) / "bin" / "take_screenshots.py"))
    pictures = script["listed"]()
    clients = {user: Client() for user in {picture.user for picture in pictures}}
    for user, client in clients.items():
        assert not user or client.login(username=user, password=user)
    for picture in pictures:
        address = script["filled_in"](picture.address)
        assert clients[picture.user].get(address).status_code == 200, address
