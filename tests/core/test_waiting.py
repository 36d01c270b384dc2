"""What waits: each room says it, each person sees what they can do something about."""

from datetime import date

import pytest
from django.utils.translation import ngettext

from core import waiting
from core.models import Topic
from core.waiting import Heading, Line
from tests.core.regional import ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, HubSite, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_registered", {})


def topics(_user):
    yield from Line.of(
        Topic.objects.order_by("slug"),
        text=lambda count: ngettext("%(count)d topic", "%(count)d topics", count),
        since="pk",
        url=waiting.one_or_list(lambda row: f"/one/{row.slug}/", "/all/"),
        action="Look",
    )


def test_nothing_registered_is_nothing_waiting():
    assert waiting.sections(AdminFactory()) == []


@pytest.mark.parametrize(
    ("number", "text", "named", "others"),
    [(1, "1 topic", 1, 0), (3, "3 topics", 3, 0), (5, "5 topics", 3, 2)],
)
def test_a_line_counts_all_and_names_a_few(number, text, named, others):
    TopicFactory.create_batch(number)
    waiting.waits("topics", heading=Heading.REVIEW)(topics)
    [section] = waiting.sections(AdminFactory())
    [line] = section.lines
    assert (line.text, len(line.names), line.others) == (text, named, others)


def test_the_only_one_is_led_to_several_are_listed():
    TopicFactory(slug="uno")
    [line] = topics(None)
    assert line.url == "/one/uno/"
    TopicFactory(slug="due")
    [line] = topics(None)
    assert line.url == "/all/"


def test_no_rows_give_no_line():
    assert list(topics(None)) == []


def test_a_line_takes_two_queries(django_assert_num_queries):
    TopicFactory.create_batch(8)
    with django_assert_num_queries(2):
        list(topics(None))


def test_who_lacks_the_permission_is_not_asked_for():
    TopicFactory()
    waiting.waits("topics", heading=Heading.REVIEW, permission="core.change_topic")(topics)
    assert waiting.sections(UserFactory()) == []
    assert waiting.sections(AdminFactory()) != []


def test_a_room_that_fails_does_not_hide_the_others(caplog):
    def broken(_user):
        raise RuntimeError("no")

    TopicFactory()
    waiting.waits("a", heading=Heading.REPAIR)(broken)
    waiting.waits("b", heading=Heading.REVIEW)(topics)
    assert [section.heading for section in waiting.sections(AdminFactory())] == [Heading.REVIEW]
    assert "What waits in a could not be worked out" in caplog.text


def test_two_functions_cannot_have_one_name():
    waiting.waits("a", heading=Heading.REVIEW)(topics)
    with pytest.raises(ValueError, match="named a"):
        waiting.waits("a", heading=Heading.REVIEW)(lambda _user: [])


def test_sections_come_in_their_order():
    TopicFactory()
    waiting.waits("a", heading=Heading.TRANSLATE)(topics)
    waiting.waits("b", heading=Heading.REPAIR)(topics)
    headings = [section.heading for section in waiting.sections(AdminFactory())]
    assert headings == [Heading.REPAIR, Heading.TRANSLATE]


def test_a_day_is_a_moment_in_italian_time():
    moment = waiting._moment(date(2026, 3, 29))
    assert moment.isoformat() == "2026-03-29T00:00:00+01:00"


def test_editable_pages_are_those_of_the_regions(hub_site: HubSite):
    set_up_groups()
    near = hub_site.practice(territories=[ferrara()])
    editor = regional_editor("08")
    assert [page.pk for page in waiting.editable_pages(editor)] == [near.pk]
    assert near.page_ptr in waiting.publishable_pages(editor)
    assert not waiting.editable_pages(UserFactory()).exists()
