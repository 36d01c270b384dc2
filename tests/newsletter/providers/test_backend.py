from types import SimpleNamespace
from typing import Any

import pytest
import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailUnsupportedFeature,
)
from django.core import mail
from urllib3.exceptions import MaxRetryError, NewConnectionError

from newsletter import sending
from newsletter.models import DeliveryState
from newsletter.providers import TroubleError, Verdict, open_provider
from newsletter.providers.backend import BackendProvider
from newsletter.providers.smtp import SmtpProvider
from tests.newsletter.issues import started, states
from tests.newsletter.test_mime import letter, personal

ANYMAIL_TEST = "anymail.backends.test.EmailBackend"


@pytest.fixture
def anymail(settings):
    """Anymail's own backend for tests."""
    settings.EMAIL_BACKEND = settings.HUB_MAIL_PROVIDER = ANYMAIL_TEST
    return settings


def hand_over(error=None, monkeypatch=None):
    """What the provider makes of an error of Anymail's."""
    provider = BackendProvider()
    if error is not None:

        def send_messages(self, messages):
            raise error

        monkeypatch.setattr(f"{ANYMAIL_TEST}.send_messages", send_messages)
    return provider.hand_over(letter(), personal())


def api_error(status: int, words: str = "") -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code = status
    response._content = words.encode()
    return AnymailRequestsAPIError("no", response=response, status_code=status)


def test_the_settings_choose_the_provider(settings):
    settings.HUB_MAIL_PROVIDER = "smtp"
    assert isinstance(open_provider(), SmtpProvider)
    settings.HUB_MAIL_PROVIDER = ANYMAIL_TEST
    assert isinstance(open_provider(), BackendProvider)


def test_the_provider_gets_the_mail_and_nothing_personal_besides(anymail):
    answer = hand_over()

    sent: Any = mail.outbox[0]
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.provider_id
    assert sent.to == ["anna@example.org"]
    assert personal().unsubscribe in sent.body
    assert sent.metadata == {"delivery": "7"}
    assert (sent.track_opens, sent.track_clicks) == (False, False)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (AnymailRecipientsRefused(), Verdict.REFUSED),
        (api_error(400), Verdict.REFUSED),
        (api_error(422), Verdict.REFUSED),
        (api_error(422, '{"message": "Your account is suspended"}'), Verdict.UNWANTED),
        (api_error(500), Verdict.UNCERTAIN),
        (api_error(504), Verdict.UNCERTAIN),
    ],
)
def test_an_answer_about_one_mail_concerns_that_mail_alone(anymail, monkeypatch, error, verdict):
    assert hand_over(error, monkeypatch).verdict is verdict


@pytest.mark.parametrize(
    ("error", "is_configuration"),
    [
        (api_error(401), True),
        (api_error(403), True),
        (AnymailConfigurationError("no key"), True),
        (AnymailUnsupportedFeature("track_opens"), True),
        (api_error(429), False),
        (api_error(503), False),
    ],
)
def test_an_answer_about_us_concerns_all_mails(anymail, monkeypatch, error, is_configuration):
    with pytest.raises(TroubleError) as trouble:
        hand_over(error, monkeypatch)

    assert trouble.value.is_configuration is is_configuration


def connection_error(kind: type[requests.RequestException], cause: Exception | None = None):
    """As Anymail raises what its HTTP library raised."""
    both = type("AnymailRequestsAPIError", (AnymailRequestsAPIError, kind), {})
    error = both("Error posting")
    error.__cause__ = kind(cause) if cause else kind()
    if cause:
        error.__cause__.__cause__ = cause
    return error


def test_a_provider_that_was_never_reached_has_no_mail(anymail, monkeypatch):
    nowhere: Any = SimpleNamespace()
    reason = NewConnectionError(nowhere, "refused")
    never = MaxRetryError(nowhere, "https://api.example/", reason)

    with pytest.raises(TroubleError):
        hand_over(connection_error(requests.ConnectionError, never), monkeypatch)
    with pytest.raises(TroubleError):
        hand_over(connection_error(requests.ConnectTimeout), monkeypatch)


@pytest.mark.parametrize("kind", [requests.ReadTimeout, requests.ConnectionError])
def test_a_provider_that_went_silent_may_have_the_mail(anymail, monkeypatch, kind):
    assert hand_over(connection_error(kind), monkeypatch).verdict is Verdict.UNCERTAIN


@pytest.mark.django_db
def test_an_issue_is_sent_through_a_provider(hub_site, anymail):
    mailing = started(hub_site, readers=3)

    sending.run(mailing_id=mailing.pk, seconds=60)

    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    assert len({message.to[0] for message in mail.outbox}) == 3
    assert all(mailing.deliveries.values_list("provider_id", flat=True))
