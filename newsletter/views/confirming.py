"""The page behind the link of a confirmation mail."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import email_addresses
from newsletter import links, signup
from newsletter.signup import Confirmation, ConfirmationOutcome
from newsletter.views.reader_pages import link_problem, private_page


@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to subscribe; only the button, a POST, does it."""
    if request.method == "POST":
        outcome = signup.confirm(token=token)
    else:
        outcome = signup.look(token=token)
    return _answer(request, outcome)


def _answer(request: HttpRequest, outcome: ConfirmationOutcome) -> HttpResponse:
    if outcome.subscriber is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if outcome.result is Confirmation.USED:
        return link_problem(request, "used", HTTPStatus.GONE)
    masked = email_addresses.masked(outcome.subscriber.email)
    context: dict[str, object] = {"masked": masked, "topics": outcome.topics}
    if outcome.result is Confirmation.POSSIBLE:
        return render(request, "newsletter/confirm.html", context)
    context |= {
        "is_new": outcome.result is Confirmation.DONE,
        "preferences_url": links.preferences_url(outcome.subscriber),
    }
    return render(request, "newsletter/confirm_done.html", context)
