import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from newsletter import steering
from newsletter.models import IssuePage
from tests.factories import AdminFactory
from tests.newsletter.issues import make_issue, started

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(AdminFactory())


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_after_publishing_the_way_to_the_desk_is_shown(client, hub_site):
    issue = make_issue(hub_site)
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    shown = client.get(edit).content.decode()
    data = querydict_from_html(shown, form_id="page-edit-form")
    data["body-count"], data["action-publish"] = "0", "1"

    answer = client.post(edit, data, follow=True)

    assert reverse("newsletter_admin:desk", args=[issue.pk]) in said(answer)


@pytest.mark.parametrize("above", [False, True])
def test_an_issue_on_its_way_is_not_deleted(client, hub_site, above):
    mailing = started(hub_site, readers=1)
    page = mailing.page.get_parent() if above else mailing.page

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert mailing.title in said(answer)
    assert IssuePage.objects.filter(pk=mailing.page.pk).exists()


def test_an_issue_that_has_been_cancelled_may_be_deleted(client, hub_site):
    mailing = started(hub_site, readers=1)
    steering.cancel(mailing_id=mailing.pk)

    client.post(reverse("wagtailadmin_pages:delete", args=[mailing.page.pk]), follow=True)

    assert not IssuePage.objects.filter(pk=mailing.page.pk).exists()


def test_the_menu_leads_to_issues_sending_and_subscribers(client, hub_site):
    issue = make_issue(hub_site)

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("wagtailadmin_explore", args=[issue.get_parent().pk]) in home
    assert reverse("newsletter_admin:mailings") in home
    assert reverse("wagtailsnippets_newsletter_subscriber:list") in home
