import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from newsletter.models import Segment
from tests.factories import AdminFactory, UserFactory
from tests.newsletter.issues import make_issue, text

pytestmark = pytest.mark.django_db


def screen(page, number: int = 0) -> str:
    return reverse("newsletter_admin:sample", args=[page.pk, number])


def mail(page, number: int = 0) -> str:
    return reverse("newsletter_admin:sample_html", args=[page.pk, number])


@pytest.fixture
def issue(client, hub_site):
    client.force_login(AdminFactory())
    return make_issue(hub_site, text("<p>Care lettrici</p>"))


def test_each_sample_reader_sees_the_edition_in_their_language(client, hub_site, issue):
    hub_site.in_english(issue, title="Who keeps open")

    assert 'lang="it"' in client.get(mail(issue, 0)).content.decode()
    assert 'lang="en"' in client.get(mail(issue, 2)).content.decode()


def test_who_has_no_edition_of_their_own_is_told_so(client, issue):
    assert "Nella loro lingua non c’è" in client.get(screen(issue, 2)).content.decode()
    assert "Nella loro lingua non c’è" not in client.get(screen(issue, 0)).content.decode()


def test_it_is_seen_in_light_in_dark_and_as_text_and_its_links_do_nothing(client, issue):
    looks = {
        look: client.get(mail(issue), {"look": look}).content.decode()
        for look in ("light", "dark", "text")
    }

    assert "@media not all" in looks["light"]
    assert "@media all" in looks["dark"]
    assert "<pre" in looks["text"]
    assert all("#unsubscribe" in one and ".invalid" not in one for one in looks.values())


def test_who_is_left_out_gets_no_mail_and_the_screen_says_why(client, hub_site):
    client.force_login(AdminFactory())
    group = Segment.objects.create(name="English", language="en")
    issue = make_issue(hub_site, text(), for_group=True, segment=group)

    page = client.get(screen(issue)).content.decode()

    assert "Nessuna e-mail" in page
    assert "<iframe" not in page
    assert client.get(mail(issue)).status_code == 404


@pytest.mark.parametrize("query", [{"look": "x"}, {"width": "0"}, {"look": "<script>"}])
def test_other_words_in_the_address_lead_nowhere(client, issue, query):
    assert client.get(screen(issue), query).status_code == 404
    assert client.get(screen(issue, 3)).status_code == 404


def test_it_is_for_those_who_may_send(client, issue):
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)

    assert client.get(screen(issue)).status_code == 302
    assert client.get(mail(issue)).status_code == 302
