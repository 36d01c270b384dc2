import pytest
from django.urls import reverse

from newsletter import reputation, sending, unsubscribing
from newsletter.models import ConsentChannel, Delivery, DeliveryState
from tests.factories import AdminFactory
from tests.newsletter.issues import FakeProvider, started

pytestmark = pytest.mark.django_db


def test_figures_speak_of_mails_and_of_domains_with_enough_of_them(client, hub_site, monkeypatch):
    monkeypatch.setattr(reputation, "LEAST", 5)
    mailing = started(hub_site, readers=6)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
    first, second = mailing.deliveries.order_by("pk")[:2]
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.BOUNCED)
    unsubscribing.unsubscribe(
        subscriber_id=second.subscriber.pk,
        channel=ConsentChannel.ONE_CLICK,
        reference=f"delivery {second.pk}",
    )

    ((found, figures, left),) = reputation.by_mailing()
    (domain,) = reputation.by_domain()

    assert (found, figures.gone, figures.bounces, left) == (mailing, 6, 1, 1)
    assert (domain.name, domain.gone, domain.bounces) == ("example.org", 6, 1)
    client.force_login(AdminFactory())
    page = client.get(reverse("newsletter_admin:reputation")).content.decode()
    assert "example.org" in page
    assert "@example.org" not in page


def test_where_nothing_was_sent_it_says_so(client, hub_site):
    client.force_login(AdminFactory())

    assert client.get(reverse("newsletter_admin:reputation")).status_code == 200
