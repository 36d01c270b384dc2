"""Leaving: the page with the button, and the address that mail programs call."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core import email_addresses
from core.tokens import TokenError, TokenExpired
from newsletter import following, links, unsubscribing
from newsletter.links import ReaderLink
from newsletter.models import ConsentChannel, Subscriber, SubscriberState
from newsletter.views.reader_pages import link_problem, private_page


@private_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to unsubscribe; only the button, a POST, does it."""
    link = links.read_unsubscribe(token)
    subscriber = _subscriber_of(link)
    if subscriber is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    is_new = request.method == "POST" and unsubscribing.unsubscribe(
        subscriber_id=subscriber.pk, channel=ConsentChannel.PAGE, reference=link.reference
    )
    has_left = is_new or subscriber.state in unsubscribing.LEFT
    context = {
        "masked": email_addresses.masked(subscriber.email),
        "is_new": is_new,
        "follows": following.of_subscriber(subscriber, translation.get_language() or ""),
        "preferences_url": links.preferences_url(subscriber),
    }
    page = "unsubscribe_done" if has_left else "unsubscribe"
    return render(request, f"newsletter/{page}.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe as RFC 8058 wants it: POST, no cookie, 200 without redirect, as often as wished.

    The body is not looked at: nobody who wants to leave should fail over a formality. A GET
    comes from a program that shows the address as a link: it gets the page with the button.
    """
    try:
        link = links.read_unsubscribe(token)
    except TokenExpired:
        return problem(HTTPStatus.GONE, _("This link is too old. Ask for a new one on the site."))
    except TokenError:
        return problem(HTTPStatus.NOT_FOUND, _("This link is incomplete or not one of ours."))
    subscriber = _subscriber_of(link)
    if request.method != "POST":
        language = subscriber.language if subscriber else translation.get_language()
        return private(HttpResponseRedirect(links.unsubscribe_page(token, language)))
    if subscriber is not None:
        unsubscribing.unsubscribe(
            subscriber_id=subscriber.pk,
            channel=ConsentChannel.ONE_CLICK,
            reference=link.reference,
        )
    return private(HttpResponse(_("You are unsubscribed."), content_type="text/plain"))


def _subscriber_of(link: ReaderLink) -> Subscriber | None:
    """Whom a link speaks for; None when the data have been erased."""
    subscribers = Subscriber.objects.exclude(state=SubscriberState.ERASED)
    return subscribers.filter(public_id=link.public_id).first()


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    """A problem document (RFC 9457): it is programs that call here."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return private(JsonResponse(body, status=status, content_type="application/problem+json"))


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and no search engine, named to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
