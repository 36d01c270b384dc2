"""What is new of a path is found once and told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import PathAnswer
from newsletter import following, news
from newsletter.models import Bulletin, BulletinCopy, ConsentChannel, NewsItem, What
from tests.newsletter.followers import follows, make_path, meet, publish, rest_and_write, tell

pytestmark = pytest.mark.django_db


def told(bulletin: Bulletin | None, language: str = "it") -> list[str]:
    assert bulletin is not None
    return [one["what"] for one in bulletin.contents[language]["news"]]


def test_what_was_there_before_the_first_follower_is_no_news(hub_site):
    path = make_path(hub_site)
    tell(path)
    meet(hub_site, path)
    follows(path)

    assert rest_and_write(path) is None


def test_what_changed_while_nobody_followed_is_no_news(hub_site):
    path = make_path(hub_site)
    anna = follows(path)
    event = meet(hub_site, path)
    rest_and_write(path)
    following.stop(following_id=anna.pk, channel=ConsentChannel.PAGE)
    tell(path, "Nel frattempo")
    event.starts_at += timedelta(hours=1)
    publish(event)

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        follows(path, "bruno@example.org")
    assert rest_and_write(path) is None

    tell(path, "Nuovo")
    assert told(rest_and_write(path)) == [What.UPDATE]


def test_an_update_is_told_once(hub_site):
    path = make_path(hub_site)
    anna = follows(path)
    tell(path, "Primo incontro")

    bulletin = rest_and_write(path)
    assert told(bulletin) == [What.UPDATE]
    assert bulletin.contents["it"]["news"][0]["title"] == "Primo incontro"
    assert bulletin.contents["it"]["news"][0]["text"] == "Eravamo in trenta."
    assert [copy.following for copy in bulletin.copies.all()] == [anna]

    assert rest_and_write(path) is None
    assert BulletinCopy.objects.count() == 1


def test_an_edited_update_is_not_told_again(hub_site):
    path = make_path(hub_site)
    follows(path)
    update = tell(path)
    rest_and_write(path)

    update.title = "Il primo incontro"
    path.updates.set([update])
    publish(path)

    assert rest_and_write(path) is None


def test_news_rests_before_anybody_is_told_and_goes_together(hub_site):
    path = make_path(hub_site)
    follows(path)
    tell(path, "Uno")
    news.look(kind="path", key=path.translation_key)
    assert news.write(kind="path", key=path.translation_key) is None

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        tell(path, "Due")
        news.look(kind="path", key=path.translation_key)
    bulletin = rest_and_write(path)

    assert told(bulletin) == [What.UPDATE, What.UPDATE]


def test_an_update_taken_back_in_time_is_told_to_nobody(hub_site):
    path = make_path(hub_site)
    follows(path)
    tell(path, "Svista")
    news.look(kind="path", key=path.translation_key)
    path.updates.set([])
    publish(path)

    assert rest_and_write(path) is None


def test_a_new_meeting_is_news_and_its_new_hour_too(hub_site):
    path = make_path(hub_site)
    follows(path)
    event = meet(hub_site, path)
    assert told(rest_and_write(path)) == [What.NEW_EVENT]

    event.starts_at += timedelta(hours=1)
    publish(event)
    changed = rest_and_write(path)

    assert told(changed) == [What.CHANGED_EVENT]
    assert changed.contents["it"]["news"][0]["title"] == event.title


def test_a_cancelled_meeting_is_news(hub_site):
    path = make_path(hub_site)
    event = meet(hub_site, path)
    follows(path)
    event.status = "cancelled"
    publish(event)

    news_told = rest_and_write(path).contents["it"]["news"]

    assert [one["what"] for one in news_told] == [What.CHANGED_EVENT]
    assert "Annullato" in news_told[0]["text"]


def test_other_words_about_a_meeting_are_no_news(hub_site):
    path = make_path(hub_site)
    event = meet(hub_site, path)
    follows(path)
    event.summary = "Un altro riassunto, con le stesse date."
    publish(event)

    assert rest_and_write(path) is None


def test_a_meeting_that_is_over_is_no_news_when_it_is_added_later(hub_site):
    path = make_path(hub_site)
    follows(path)
    meet(hub_site, path, starts_at=timezone.now() - timedelta(days=30))

    assert rest_and_write(path) is None


def test_the_answer_table_is_news(hub_site):
    path = make_path(hub_site)
    follows(path)
    path.answers.add(
        PathAnswer(
            proposal="Riaprire il forno",
            decision="accepted",
            reason="Il locale c’è.",
            decided_date=date(2026, 3, 1),
        )
    )
    publish(path)

    assert told(rest_and_write(path)) == [What.ANSWERS]


def test_where_the_path_stands_is_news_when_it_changes(hub_site):
    path = make_path(hub_site)
    follows(path)
    path.status, path.outcome = "ended-not-born", "Non è nata: mancavano i soci."
    path.no_answers_reason = "Nessuna proposta scritta."
    publish(path)

    bulletin = rest_and_write(path)

    assert told(bulletin) == [What.STATUS]
    assert "mancavano i soci" in bulletin.contents["it"]["news"][0]["text"]


def test_who_has_stopped_gets_no_copy(hub_site):
    path = make_path(hub_site)
    anna = follows(path)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        bruno = follows(path, "bruno@example.org")
    following.stop(following_id=anna.pk, channel=ConsentChannel.PAGE)
    tell(path)

    bulletin = rest_and_write(path)

    assert [copy.following for copy in bulletin.copies.all()] == [bruno]


def test_looking_everywhere_costs_nothing_where_nobody_follows(hub_site, django_assert_num_queries):
    make_path(hub_site)

    with django_assert_num_queries(1):
        assert news.look_everywhere() == 0


def test_an_update_of_the_translation_is_the_same_news(hub_site):
    path = make_path(hub_site)
    follows(path)
    tell(path, "Primo incontro")
    english = hub_site.in_english(path, title="The mill")
    update = english.updates.get()
    update.title = "First meeting"
    english.updates.set([update])
    publish(english)

    bulletin = rest_and_write(path)

    assert bulletin.contents["en"]["title"] == "The mill"
    assert [one["title"] for one in bulletin.contents["en"]["news"]] == ["First meeting"]
    assert NewsItem.objects.filter(what=What.UPDATE).count() == 1


def test_what_is_not_translated_yet_is_told_in_its_language(hub_site):
    path = make_path(hub_site)
    hub_site.in_english(path, title="The mill")
    from catalogue import publishing

    publishing.refresh_page(page_id=path.get_translations().get().pk)
    follows(path)
    tell(path, "Primo incontro")

    english = rest_and_write(path).contents["en"]["news"]

    assert [(one["title"], one["language"]) for one in english] == [("Primo incontro", "it")]
