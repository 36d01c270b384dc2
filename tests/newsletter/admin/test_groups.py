import pytest
from django.urls import reverse

from newsletter.models import Following, Segment
from tests.factories import AdminFactory, TopicFactory
from tests.newsletter.followers import make_path
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

NAMESPACE = "wagtailsnippets_newsletter_segment"


@pytest.fixture(autouse=True)
def _staff(client):
    client.force_login(AdminFactory())


def url(name: str, *arguments: object) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


def test_a_group_is_described_and_says_how_many_readers_it_has(client, hub_site):
    care = TopicFactory(slug="cura", name="Cura")
    SubscriberFactory(with_consent=False).topics.set([care])
    SubscriberFactory(with_consent=False).topics.set([TopicFactory(slug="terra")])
    path = make_path(hub_site)
    answers = {"name": "Chi si occupa di cura", "topics": [care.pk], "kinds": ["call"]}

    client.post(url("add"), answers | {"follows": f"path:{path.translation_key}"})

    group = Segment.objects.get()
    assert list(group.topics.all()) == [care]
    assert group.kinds == ["call"]
    assert (group.followed_kind, group.followed_key) == ("path", path.translation_key)
    client.post(url("edit", group.pk), {"name": group.name, "topics": [care.pk]})
    page = client.get(url("edit", group.pk)).content.decode()
    assert "<strong>1</strong>" in page
    group.refresh_from_db()
    assert group.followed_key is None


def test_what_is_followed_and_no_longer_public_stays_chosen(client, hub_site):
    path = make_path(hub_site)
    group = Segment.objects.create(
        name="Mulino", followed_kind="path", followed_key=path.translation_key
    )
    Following.objects.create(subscriber=SubscriberFactory(), kind="path", key=path.translation_key)
    path.unpublish()

    page = client.get(url("edit", group.pk)).content.decode()

    assert f'value="path:{path.translation_key}" selected' in page
    assert client.get(url("list")).status_code == 200


def test_an_issue_asks_for_the_group_it_is_for(client, hub_site):
    from django.core.exceptions import ValidationError

    issue = make_issue(hub_site)
    issue.for_group = True
    with pytest.raises(ValidationError, match="gruppo"):
        issue.full_clean()
    issue.for_group, issue.segment = False, Segment.objects.create(name="Cura")
    with pytest.raises(ValidationError, match="gruppo"):
        issue.full_clean()
    issue.for_group = True
    issue.full_clean()
