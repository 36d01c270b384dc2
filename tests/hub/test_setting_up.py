"""A new hub is ready for its editors after one command."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale, Page, Site, Workflow

from core.models import User
from home.models import HomePage
from hub.setting_up import EDITORS, PUBLISHERS, set_up
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import UserFactory, make_page


@pytest.fixture
def new_hub(db: None) -> HomePage:
    set_up()
    return HomePage.objects.get(locale__language_code="it")


def test_both_languages_have_their_home_page(new_hub: HomePage, client: Client) -> None:
    assert Site.objects.get(is_default_site=True).root_page.specific == new_hub
    assert {home.locale.language_code for home in HomePage.objects.live()} == {"it", "en"}
    assert Locale.objects.count() == 2


def test_running_it_again_makes_nothing(new_hub: HomePage) -> None:
    pages = Page.objects.count()

    assert set(set_up().values()) == {0}
    assert Page.objects.count() == pages
    assert Group.objects.count() == 3
    assert Workflow.objects.count() == 1


def _member(group: str) -> User:
    user: User = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def test_editors_write_but_do_not_publish(new_hub: HomePage, client: Client) -> None:
    editor = _member(EDITORS)
    section = make_page(PracticeIndexPage, new_hub)

    permissions = section.permissions_for_user(editor)

    assert permissions.can_add_subpage()
    assert not permissions.can_publish()
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/users/").status_code == 302
    assert client.get("/admin/snippets/catalogue/curatedcollection/").status_code == 200


def test_publishers_publish_but_do_not_manage_users(new_hub: HomePage, client: Client) -> None:
    publisher = _member(PUBLISHERS)

    assert new_hub.permissions_for_user(publisher).can_publish()
    assert not publisher.has_perm("core.add_user")


def test_an_editors_page_goes_through_approval(new_hub: HomePage) -> None:
    section = make_page(PracticeIndexPage, new_hub)
    page = make_page(PracticePage, section, publish=False, topics=[], territories=[])

    workflow = page.get_workflow()

    assert workflow is not None
    state = workflow.start(page, _member(EDITORS))
    assert state.current_task_state.task.specific.groups.get().name == PUBLISHERS
