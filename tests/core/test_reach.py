"""Who is limited to regions changes what belongs to them, whatever way is tried."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from catalogue.models import CuratedCollection
from core import reach
from core.models import ApprovalTask, User
from practices.models import Cooperative, PracticePage
from tests.catalogue.factories import make_collection
from tests.core.page_forms import posted
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, CooperativeFactory, HubSite, TopicFactory, locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(hub_site: HubSite) -> HubSite:
    set_up_groups()
    return hub_site


@pytest.fixture
def editor(site: HubSite) -> User:
    return regional_editor("08")


@pytest.fixture
def near(site: HubSite) -> PracticePage:
    return site.practice(title="Vicina", slug="vicina", territories=[ferrara()])


@pytest.fixture
def far(site: HubSite) -> PracticePage:
    return site.practice(title="Lontana", slug="lontana", territories=[elsewhere()])


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def refused(response: Any) -> bool:
    """Wagtail answers a missing permission with 403 or by leading back to the first page."""
    return response.status_code == 403 or (
        response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    )


def test_people_without_regions_are_not_limited(site, far):
    assert not reach.is_limited(AdminFactory())
    assert reach.may_change(AdminFactory(), far)


def test_a_member_of_the_group_without_regions_reaches_nothing(site, near, far):
    nobody = regional_editor()
    assert not reach.may_change(nobody, near)
    assert not reach.may_change(nobody, far)


def test_regions_limit_also_people_of_other_groups(site, far):
    from django.contrib.auth.models import Group

    person = regional_editor("08")
    person.groups.set([Group.objects.get(name="Responsabili")])
    assert reach.is_limited(person)
    assert not far.permissions_for_user(person).can_publish()


def test_a_region_has_its_provinces(editor, near, far):
    assert near.permissions_for_user(editor).can_edit()
    assert near.permissions_for_user(editor).can_publish()
    assert not far.permissions_for_user(editor).can_edit()


def test_italy_as_a_whole_is_not_a_region_of_anybody(site, editor):
    italian = site.practice(territories=[ferrara().parent.parent])
    assert not italian.permissions_for_user(editor).can_edit()


def test_sections_are_nobodys_region(site, editor):
    assert not site.practices.permissions_for_user(editor).can_edit()
    assert not site.practices.permissions_for_user(editor).can_reorder_children()
    assert site.practices.permissions_for_user(editor).can_add_subpage()


def test_plain_pages_answer_like_specific_ones(editor, near, far):
    assert Page.objects.get(pk=near.pk).permissions_for_user(editor).can_edit()
    assert not Page.objects.get(pk=far.pk).permissions_for_user(editor).can_edit()


def test_narrowing_keeps_what_belongs_to_the_regions(editor, near, far):
    assert list(reach.narrow(PracticePage.objects.order_by("pk"), editor)) == [near]
    assert near.page_ptr in reach.narrow(Page.objects.all(), editor)
    assert far.page_ptr not in reach.narrow(Page.objects.all(), editor)


def test_narrowing_takes_one_query_however_many_pages(site, editor, django_assert_num_queries):
    for number in range(5):
        site.practice(slug=f"p{number}", territories=[ferrara()])
    reach.is_limited(editor)
    with django_assert_num_queries(1):
        assert len(reach.narrow(PracticePage.objects.order_by("pk"), editor)) == 5


@pytest.mark.parametrize(
    "name",
    ["edit", "delete", "unpublish", "copy", "move", "history", "workflow_history"],
)
def test_screens_of_another_regions_page_are_closed(desk, far, name):
    assert refused(desk.get(address(name, far.pk)))
    assert refused(desk.post(address(name, far.pk), {"action-publish": "1"}))
    assert PracticePage.objects.get(pk=far.pk).live


def test_the_screen_of_ones_own_page_opens(desk, near):
    assert desk.get(address("edit", near.pk)).status_code == 200


def test_moving_below_and_locking_are_closed(desk, site, far):
    assert refused(desk.post(address("move_confirm", far.pk, site.home.pk)))
    assert refused(desk.post(address("lock", far.pk)))
    assert refused(desk.post(reverse("wagtailadmin_pages:set_privacy", args=[far.pk])))


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish", "move"])
def test_actions_on_many_pages_leave_those_of_others(desk, near, far, site, action):
    far.get_latest_revision()
    link = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    desk.post(f"{link}?id={far.pk}", {"chooser": site.home.pk})
    after = PracticePage.objects.get(pk=far.pk)
    assert after.live
    assert after.get_parent().pk == site.practices.pk


def test_an_alias_of_another_regions_page_is_closed(desk, site, far):
    before = Page.objects.count()
    desk.post(
        address("copy", far.pk),
        {
            "new_title": "Copia",
            "new_slug": "copia",
            "new_parent_page": site.practices.pk,
            "alias": "on",
        },
    )
    assert Page.objects.count() == before


def test_another_regions_page_is_not_sent_to_be_translated(desk, far, site):
    site.in_english(site.practices, slug="practices")
    form = {"locales": [locale("en").pk]}
    answer = desk.post(reverse("wagtail_localize:submit_page_translation", args=[far.pk]), form)
    assert refused(answer)
    assert not far.get_translations().exists()


def test_ones_own_page_is_sent_to_be_translated(desk, near, site):
    site.in_english(site.practices, slug="practices")
    form = {"locales": [locale("en").pk]}
    desk.post(reverse("wagtail_localize:submit_page_translation", args=[near.pk]), form)
    assert near.get_translations().exists()


def test_what_is_written_for_another_region_stays_a_proposal(desk, site, editor):
    link = address("add", "practices", "practicepage", site.practices.pk)
    form = posted(
        desk.get(link),
        title="Per la Puglia",
        slug="per-la-puglia",
        summary="Un riassunto che si legge da solo.",
        topics=[TopicFactory().pk],
        territories=[elsewhere().pk],
        lead_cooperative=CooperativeFactory().pk,
    )
    answer = desk.post(link, form | {"action-publish": "1"})
    assert answer.context["form"].errors["territories"]
    assert not PracticePage.objects.filter(slug="per-la-puglia").exists()

    desk.post(link, form)
    page = PracticePage.objects.get(slug="per-la-puglia")
    assert not page.live
    assert page.permissions_for_user(editor).can_edit()
    assert not page.permissions_for_user(editor).can_publish()


def test_a_page_does_not_leave_the_region_by_being_published(desk, near):
    link = address("edit", near.pk)
    form = posted(desk.get(link), territories=[elsewhere().pk])
    desk.post(link, form | {"action-publish": "1"})
    assert [one.code for one in PracticePage.objects.get(pk=near.pk).territories.all()] == ["038"]


def test_approval_is_given_only_within_the_regions(site, editor, near, far):
    task = ApprovalTask.objects.get()
    task.groups.add(editor.groups.get())
    author = AdminFactory()
    for page in (near, far):
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
    assert [name for name, *_rest in task.get_actions(near, editor)] != []
    assert task.get_actions(far, editor) == []
    states = task.get_task_states_user_can_moderate(editor)
    assert [one.workflow_state.content_object.pk for one in states] == [near.pk]


def test_approving_by_its_address_is_closed(desk, editor, far):
    task = ApprovalTask.objects.get()
    task.groups.add(editor.groups.get())
    author = AdminFactory()
    far.save_revision(user=author)
    state = far.get_workflow().start(far, author)
    link = address("workflow_action", far.pk, "approve", state.current_task_state.pk)
    desk.post(link)
    assert WorkflowState.objects.get(pk=state.pk).status == WorkflowState.STATUS_IN_PROGRESS


def cooperative(name: str, territory: Any) -> Cooperative:
    return CooperativeFactory(name=name, territory=territory)


def test_records_of_other_regions_are_closed(desk, site):
    mine, other = cooperative("Mia", ferrara()), cooperative("Altra", elsewhere())
    names = Cooperative.snippet_viewset.get_url_name
    assert desk.get(reverse(names("edit"), args=[mine.pk])).status_code == 200
    for action in ("edit", "delete"):
        assert refused(desk.get(reverse(names(action), args=[other.pk])))
        assert refused(desk.post(reverse(names(action), args=[other.pk]), {"name": "Presa"}))
    assert Cooperative.objects.get(pk=other.pk).name == "Altra"


def test_records_of_other_regions_are_not_deleted_many_at_once(desk, editor):
    from django.contrib.auth.models import Permission

    editor.user_permissions.add(Permission.objects.get(codename="delete_cooperative"))
    other = cooperative("Altra", elsewhere())
    link = reverse("wagtail_bulk_action", args=["practices", "cooperative", "delete"])
    desk.post(f"{link}?id={other.pk}")
    assert Cooperative.objects.filter(pk=other.pk).exists()


def test_collections_and_topics_of_all_are_closed(desk, near):
    collection = make_collection(near, slug="di-tutti")
    link = reverse(CuratedCollection.snippet_viewset.get_url_name("edit"), args=[collection.pk])
    assert refused(desk.get(link))
