"""Following a cooperative: its new practices and events, each told once, whatever becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue import publishing
from catalogue.models import Entry, EntryTerm
from newsletter import consent, followed, following, news, own_data, segments, telling
from newsletter.models import (
    Bulletin,
    ConsentChannel,
    ConsentEvent,
    CopyState,
    Following,
    NewsItem,
    Segment,
    SubscriberState,
    What,
)
from newsletter.signup import Confirmation
from newsletter.wordings import FOLLOWING_COOPERATIVE, wording
from practices import merging
from practices.models import Cooperative, Lifecycle
from tests.factories import CooperativeFactory, HubSite
from tests.newsletter.followers import confirm_token
from tests.newsletter.readers import SubscriberFactory, confirmed, last_mail, work

pytestmark = pytest.mark.django_db

KIND = "cooperative"


@pytest.fixture
def alfa(hub_site: HubSite) -> Cooperative:
    return CooperativeFactory(name="Alfa società cooperativa", short_name="Alfa", slug="alfa")


def practice(hub: HubSite, of: Cooperative, title: str = "Orto del lunedì"):
    """Publish a practice, known to the catalogue."""
    page = hub.practice(title=title, lead_cooperative=of)
    publishing.refresh_page(page_id=page.pk)
    return page


def refresh() -> None:
    """Let the catalogue see what a merger moved."""
    for page_id in Entry.objects.filter(kind="practice").values_list("page_id", flat=True):
        publishing.refresh_page(page_id=page_id)


def event(hub: HubSite, of: Cooperative, **fields):
    """Publish an event that the catalogue knows as one of a cooperative."""
    page = hub.event(title="Porte aperte", **fields)
    publishing.refresh_page(page_id=page.pk)
    entry = Entry.objects.get(page=page)
    EntryTerm.objects.create(entry=entry, facet="cooperative", code=of.slug, label=of.name)
    return page


def ask(of: Cooperative, email: str = "anna@example.org", language: str = "it") -> str:
    """Somebody asks to follow; the token in the mail."""
    following.ask(email=email, language=language, kind=KIND, key=of.uid)
    work()
    return confirm_token()


def follow(of: Cooperative, email: str = "anna@example.org", language: str = "it") -> Following:
    following.confirm(token=ask(of, email, language))
    mail.outbox.clear()
    return Following.objects.get(subscriber__email_key=email, key=of.uid)


def follow_quietly(of: Cooperative, *, reader=None) -> Following:
    """A following without its mails, of which an address gets few."""
    reader = reader or SubscriberFactory(state=SubscriberState.FOLLOWING, with_consent=False)
    news.remember(kind=KIND, key=of.uid)
    return Following.objects.create(subscriber=reader, kind=KIND, key=of.uid)


def rest_and_write(*cooperatives: Cooperative) -> list[Bulletin]:
    """Look for news of each and let it rest: the bulletins that were written."""
    for one in cooperatives:
        news.look(kind=KIND, key=one.uid)
    NewsItem.objects.update(found_at=timezone.now() - news.REST)
    written = [news.write(kind=KIND, key=one.uid) for one in cooperatives]
    return [bulletin for bulletin in written if bulletin]


def titles(bulletins: list[Bulletin], language: str = "it") -> list[str]:
    return [one["title"] for each in bulletins for one in each.contents[language]["news"]]


def followers(bulletins: list[Bulletin]) -> list[Following | None]:
    return [copy.following for each in bulletins for copy in each.copies.all()]


def merge(kept: Cooperative, merged: Cooperative):
    merger = merging.merge(kept_id=kept.pk, merged_id=merged.pk, user=None)
    refresh()
    return merger


class TestAskingAndStopping:
    def test_the_page_of_a_cooperative_offers_to_follow_it(self, client, alfa):
        address = reverse("newsletter:follow", args=[KIND, alfa.uid])

        text = client.get("/it/cooperative/alfa/").text

        assert f'action="{address}"' in text
        # The words of the consent name the button.
        assert ">Segui</button>" in text
        assert wording("it", FOLLOWING_COOPERATIVE).text in text

    def test_the_page_of_one_that_has_closed_does_not(self, client, hub_site):
        CooperativeFactory(slug="chiusa", lifecycle=Lifecycle.CLOSED)

        assert 'id="follow"' not in client.get("/it/cooperative/chiusa/").text

    def test_the_form_says_what_will_come(self, client, alfa):
        text = client.get(reverse("newsletter:follow", args=[KIND, alfa.uid])).text

        assert "una sua nuova pratica" in text
        assert wording("it", FOLLOWING_COOPERATIVE).text in text

    def test_one_that_is_not_in_the_directory_cannot_be_followed(self, client, hub_site):
        hidden = CooperativeFactory(name="Riservata", is_listed=False)

        response = client.get(reverse("newsletter:follow", args=[KIND, hidden.uid]))

        assert response.status_code == 404

    def test_the_consent_is_for_this_cooperative_in_words_of_its_own(self, alfa):
        token = ask(alfa)
        assert "Alfa" in last_mail().subject

        outcome = following.confirm(token=token)

        assert outcome.result is Confirmation.DONE
        [given] = ConsentEvent.objects.all()
        assert given.purpose == f"follow cooperative {alfa.uid.hex}"
        assert given.wording_hash == wording("it", FOLLOWING_COOPERATIVE).text_hash
        assert consent.check_chain().problems == []

    def test_the_export_names_it_with_the_words_that_were_shown(self, alfa):
        told = own_data.export(follow(alfa).subscriber)

        assert [one["title"] for one in told["follows"]] == ["Alfa"]
        assert told["consents"][0]["wording"] == wording("it", FOLLOWING_COOPERATIVE).text

    def test_one_click_in_the_mail_stops_it_and_nothing_else(self, client, hub_site, alfa):
        confirmed("anna@example.org")
        row = follow(alfa)
        practice(hub_site, alfa)
        rest_and_write(alfa)
        telling.send_due()
        address = last_mail().extra_headers["List-Unsubscribe"].strip("<>")

        assert client.post(address).status_code == 200

        row.refresh_from_db()
        assert row.ended_at is not None
        assert row.subscriber.state == SubscriberState.ACTIVE


class TestWhatIsTold:
    def test_a_new_practice_is_told_once(self, hub_site, alfa):
        practice(hub_site, alfa, "Vecchia")
        practice(hub_site, CooperativeFactory(), "Di altri")
        row = follow(alfa)
        page = practice(hub_site, alfa, "Nuova")

        bulletins = rest_and_write(alfa)

        assert titles(bulletins) == ["Nuova"]
        assert followers(bulletins) == [row]
        assert bulletins[0].contents["it"]["news"][0]["what"] == What.NEW_PRACTICE
        page.title = "Nuova, con altre parole"
        page.save_revision().publish()
        publishing.refresh_page(page_id=page.pk)
        assert rest_and_write(alfa) == []

    def test_its_mail_names_the_cooperative_and_the_practice(self, hub_site, alfa):
        follow(alfa)
        practice(hub_site, alfa, "Nuova")
        rest_and_write(alfa)

        assert telling.send_due() == 1
        assert telling.send_due() == 0

        message = last_mail()
        assert "Alfa: Nuova" in message.subject
        assert "NUOVA PRATICA" in str(message.body)
        assert "/it/cooperative/alfa/" in str(message.body)

    def test_a_new_event_is_told_and_one_that_is_over_is_not(self, hub_site, alfa):
        follow(alfa)
        event(hub_site, alfa, slug="prossimo")
        event(hub_site, alfa, slug="passato", starts_at=timezone.now() - timedelta(days=30))

        [bulletin] = rest_and_write(alfa)

        assert [one["what"] for one in bulletin.contents["it"]["news"]] == [What.PUBLIC_EVENT]
        assert bulletin.contents["it"]["news"][0]["starts_at"]

    def test_a_translation_is_the_same_news(self, hub_site, alfa):
        follow(alfa)
        page = practice(hub_site, alfa, "Nuova")
        english = hub_site.in_english(page, title="A new one")
        publishing.refresh_page(page_id=english.pk)

        bulletins = rest_and_write(alfa)

        assert titles(bulletins) == ["Nuova"]
        assert titles(bulletins, "en") == ["A new one"]
        assert NewsItem.objects.filter(is_old=False).count() == 1

    def test_what_is_not_translated_is_told_in_its_language_and_says_so(self, hub_site, alfa):
        follow(alfa, language="en")
        practice(hub_site, alfa, "Nuova")
        rest_and_write(alfa)

        telling.send_due()

        text = str(last_mail().body)
        assert "/en/cooperatives/alfa/" in text
        assert "NEW PRACTICE (In Italian)" in text

    def test_a_change_of_the_record_is_no_news(self, hub_site, alfa):
        practice(hub_site, alfa)
        follow(alfa)
        alfa.summary = "Cura orti."
        alfa.save()

        assert rest_and_write(alfa) == []

    def test_nothing_is_told_of_one_that_left_the_directory(self, hub_site, alfa):
        row = follow(alfa)
        practice(hub_site, alfa)
        news.look(kind=KIND, key=alfa.uid)
        Cooperative.objects.filter(pk=alfa.pk).update(is_listed=False)

        assert rest_and_write(alfa) == []
        assert following.thing_of(row, "it") is None

    def test_a_copy_that_waits_when_it_leaves_is_not_sent(self, hub_site, alfa):
        follow(alfa)
        practice(hub_site, alfa)
        [bulletin] = rest_and_write(alfa)
        Cooperative.objects.filter(pk=alfa.pk).update(is_listed=False)

        telling.send_due()

        assert mail.outbox == []
        copy = bulletin.copies.get()
        assert (copy.state, copy.reason) == (CopyState.SKIPPED, "no longer public")

    def test_what_came_while_nobody_followed_is_no_news(self, hub_site, alfa):
        first = follow_quietly(alfa)
        practice(hub_site, alfa, "Trovata, non detta")
        news.look(kind=KIND, key=alfa.uid)
        following.stop(following_id=first.pk, channel=ConsentChannel.PAGE)
        practice(hub_site, alfa, "Nel frattempo")

        second = follow_quietly(alfa)
        assert rest_and_write(alfa) == []

        practice(hub_site, alfa, "Nuova")
        bulletins = rest_and_write(alfa)
        assert titles(bulletins) == ["Nuova"]
        assert followers(bulletins) == [second]

    def test_many_practices_cost_as_much_as_one(
        self, hub_site, alfa, django_assert_max_num_queries
    ):
        for number in range(8):
            practice(hub_site, alfa, f"Pratica {number}")

        # The record, its mergers, and one for each language.
        with django_assert_max_num_queries(4):
            followed.details(KIND, alfa.uid)


class TestAMerger:
    @pytest.fixture
    def beta(self, hub_site: HubSite) -> Cooperative:
        return CooperativeFactory(name="Beta", slug="beta")

    def test_followers_of_either_hear_of_the_one_that_goes_on(self, hub_site, alfa, beta):
        practice(hub_site, alfa, "Di Alfa")
        practice(hub_site, beta, "Di Beta")
        of_alfa, of_beta = follow_quietly(alfa), follow_quietly(beta)
        merge(kept=alfa, merged=beta)
        assert rest_and_write(alfa, beta) == []

        practice(hub_site, alfa, "Insieme")
        bulletins = rest_and_write(alfa, beta)

        assert titles(bulletins) == ["Insieme", "Insieme"]
        assert followers(bulletins) == [of_alfa, of_beta]
        assert {one.contents["it"]["title"] for one in bulletins} == {"Alfa"}

    def test_who_followed_both_is_told_once_and_stops_once(self, hub_site, alfa, beta):
        of_alfa = follow_quietly(alfa)
        of_beta = follow_quietly(beta, reader=of_alfa.subscriber)
        merge(kept=alfa, merged=beta)
        practice(hub_site, alfa, "Insieme")

        assert followers(rest_and_write(beta, alfa)) == [of_alfa]

        assert following.stop(following_id=of_beta.pk, channel=ConsentChannel.ONE_CLICK)
        assert not Following.objects.filter(ended_at=None).exists()
        assert consent.check_chain().problems == []

    def test_asking_at_the_old_address_follows_the_one_that_goes_on(self, hub_site, alfa, beta):
        token = ask(beta)
        merge(kept=alfa, merged=beta)

        outcome = following.confirm(token=token)

        assert outcome.thing is not None
        assert outcome.thing.title == "Alfa"
        assert Following.objects.get().key == alfa.uid
        assert ConsentEvent.objects.get().purpose == following.purpose_of(KIND, alfa.uid)

    def test_who_follows_already_by_the_merged_one_need_not_begin_again(self, hub_site, alfa, beta):
        follow(beta)
        merge(kept=alfa, merged=beta)

        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            outcome = following.look(token=ask(alfa))

        assert outcome.result is Confirmation.ALREADY

    def test_taken_back_each_has_its_own_followers_again(self, hub_site, alfa, beta):
        practice(hub_site, alfa, "Di Alfa")
        practice(hub_site, beta, "Di Beta")
        _of_alfa, of_beta = follow_quietly(alfa), follow_quietly(beta)
        merger = merge(kept=alfa, merged=beta)
        rest_and_write(alfa, beta)
        merging.undo(merger_id=merger.pk, user=None)
        refresh()
        assert rest_and_write(alfa, beta) == []

        beta.refresh_from_db()
        practice(hub_site, beta, "Di nuovo Beta")
        bulletins = rest_and_write(alfa, beta)

        assert titles(bulletins) == ["Di nuovo Beta"]
        assert followers(bulletins) == [of_beta]

    def test_nothing_is_told_when_the_one_that_goes_on_is_not_listed(self, hub_site, alfa, beta):
        follow_quietly(beta)
        merge(kept=alfa, merged=beta)
        Cooperative.objects.filter(pk=alfa.pk).update(is_listed=False)
        practice(hub_site, alfa, "Insieme")

        assert rest_and_write(alfa, beta) == []

    def test_a_group_of_followers_counts_those_of_either(self, hub_site, alfa, beta):
        row = follow_quietly(beta, reader=SubscriberFactory())
        merge(kept=alfa, merged=beta)
        group = Segment(name="Chi segue Alfa", followed_kind=KIND, followed_key=alfa.uid)
        group.save()

        assert list(segments.members(group)) == [row.subscriber]
        assert "Alfa" in segments.in_words(group)


def test_staff_choose_among_the_cooperatives_that_somebody_follows(hub_site, alfa):
    CooperativeFactory(name="Di nessuno")
    follow_quietly(alfa)

    assert followed.offered(KIND) == [(alfa.uid, "Alfa")]
