import pytest
from django.core.exceptions import ValidationError

from newsletter import proofing, suppression
from newsletter.models import Delivery, SuppressionReason
from newsletter.proofing import ProofError
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, away, make_issue, part

pytestmark = pytest.mark.django_db


def proof(page, provider=None, address="anna@example.org"):
    provider = provider or FakeProvider()
    proofing.send_proof(page=page, address=address, provider=provider)
    return provider.taken


def test_a_proof_is_marked_and_outside_the_ledger(hub_site):
    message = proof(make_issue(hub_site))[0]

    assert str(message["Subject"]).startswith("[")
    assert "Chi tiene aperto" in message["Subject"]
    assert message["To"] == "anna@example.org"
    assert not Delivery.objects.exists()


def test_a_proof_has_no_live_link_of_a_reader(hub_site):
    message = proof(make_issue(hub_site))[0]

    assert message["List-Unsubscribe"] is None
    for subtype in ("plain", "html"):
        body = part(message, subtype)
        assert ".invalid" not in body
        assert "http://127.0.0.1:8000/it/#unsubscribe" in body


def test_a_proof_shows_the_newest_draft(hub_site):
    issue = make_issue(hub_site)
    issue.title = "Una bozza nuova"
    issue.save_revision()

    assert "Una bozza nuova" in part(proof(issue)[0], "html")


def test_a_wrong_address_is_refused(hub_site):
    with pytest.raises(ValidationError):
        proof(make_issue(hub_site), address="nessuno")


def test_who_must_not_be_written_to_gets_no_proof(hub_site):
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.OBJECTION)

    with pytest.raises(ProofError):
        proof(make_issue(hub_site))


@pytest.mark.parametrize("answer", [away(), Answer(Verdict.REFUSED, "550")])
def test_a_proof_that_was_not_taken_says_so(hub_site, answer):
    with pytest.raises(ProofError):
        proof(make_issue(hub_site), FakeProvider(anna=answer))
