"""Following one thing: the form, the confirmation, and the page on which to stop."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core import email_addresses
from core.budgeting import TooManyRequests
from core.tokens import TokenError, TokenExpired
from newsletter import followed, following, links
from newsletter.followed import Thing
from newsletter.forms import FollowForm
from newsletter.links import ReaderLink
from newsletter.models import ConsentChannel, FollowedKind, Following, SubscriberState
from newsletter.signup import Confirmation
from newsletter.views.reader_pages import (
    link_problem,
    private_page,
    public_form,
    retry_after,
    say_later,
    take_request,
)
from newsletter.views.unsubscribing import private, problem
from newsletter.wordings import version_for, wording


@public_form
def follow(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Ask to follow one thing."""
    thing = _thing(kind, key)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, form, thing, HTTPStatus.OK)
    try:
        if form.is_valid():
            take_request(request)
            language = translation.get_language() or ""
            email = form.cleaned_data["email"]
            following.ask(email=email, language=language, kind=kind, key=thing.key)
            sent = reverse("newsletter:follow_sent", args=[kind, key])
            return HttpResponseRedirect(sent, status=HTTPStatus.SEE_OTHER)
    except TooManyRequests as error:
        response = _show(request, form, thing, say_later(form, error))
        response["Retry-After"] = retry_after(error)
        return response
    except (OperationalError, InterfaceError):
        form.add_error(
            None,
            _("The hub cannot save anything at the moment. Please try again in a minute."),
        )
        form.renew_stamp()
        return _show(request, form, thing, HTTPStatus.SERVICE_UNAVAILABLE)
    form.renew_stamp()
    return _show(request, form, thing, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
def follow_sent(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """The answer to every wish to follow, whoever asked."""
    return render(request, "newsletter/follow_sent.html", {"thing": _thing(kind, key)})


@private_page
def confirm_following(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to follow; only the button, a POST, does it."""
    act = following.confirm if request.method == "POST" else following.look
    outcome = act(token=token)
    if outcome.subscriber is None or outcome.thing is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if outcome.result is Confirmation.USED:
        used = {"thing": outcome.thing}
        return render(request, "newsletter/follow_used.html", used, status=HTTPStatus.GONE)
    context = {
        "thing": outcome.thing,
        "masked": email_addresses.masked(outcome.subscriber.email),
        "is_asking": outcome.result is Confirmation.POSSIBLE,
        "is_new": outcome.result is Confirmation.DONE,
        "preferences_url": links.preferences_url(outcome.subscriber),
    }
    return render(request, "newsletter/follow_confirm.html", context)


@private_page
def stop_following(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop: this thing alone, or every mail of the hub. The buttons do it."""
    link = links.read_following(token)
    row = _following_of(link)
    if row is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    reference = _reference(link)
    is_everything = request.POST.get("action") == "everything"
    if request.method == "POST" and is_everything:
        following.stop_everything(
            subscriber_id=row.subscriber_id, channel=ConsentChannel.PAGE, reference=reference
        )
    elif request.method == "POST":
        following.stop(following_id=row.pk, channel=ConsentChannel.PAGE, reference=reference)
    row.refresh_from_db()
    language = translation.get_language() or ""
    context = {
        "thing": followed.thing(row.kind, row.key, language),
        "masked": email_addresses.masked(row.subscriber.email),
        "has_stopped": row.ended_at is not None,
        "is_everything": is_everything,
        "preferences_url": links.preferences_url(row.subscriber),
    }
    return render(request, "newsletter/follow_stop.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following as RFC 8058 wants it: POST, no cookie, 200, as often as wished."""
    try:
        link = links.read_following(token)
    except TokenExpired:
        return problem(HTTPStatus.GONE, _("This link is too old. Ask for a new one on the site."))
    except TokenError:
        return problem(HTTPStatus.NOT_FOUND, _("This link is incomplete or not one of ours."))
    row = _following_of(link)
    if request.method != "POST":
        language = row.subscriber.language if row else translation.get_language() or ""
        return private(HttpResponseRedirect(links.following_page(token, language)))
    if row is not None:
        following.stop(
            following_id=row.pk, channel=ConsentChannel.ONE_CLICK, reference=_reference(link)
        )
    return private(HttpResponse(_("You no longer follow this."), content_type="text/plain"))


def _thing(kind: str, key: UUID) -> Thing:
    """What is to be followed. Raises Http404 where there is nothing to follow."""
    if kind not in FollowedKind.values:
        raise Http404
    thing = followed.thing(kind, key, translation.get_language() or "")
    if thing is None:
        raise Http404
    return thing


def _following_of(link: ReaderLink) -> Following | None:
    """Which following a link speaks for; None when the data have been erased."""
    rows = Following.objects.exclude(subscriber__state=SubscriberState.ERASED)
    return rows.select_related("subscriber").filter(public_id=link.public_id).first()


def _reference(link: ReaderLink) -> str:
    return f"bulletin copy {link.delivery}" if link.delivery else ""


def _show(request: HttpRequest, form: FollowForm, thing: Thing, status: HTTPStatus) -> HttpResponse:
    language = translation.get_language() or ""
    context = {"form": form, "thing": thing, "wording": wording(language, version_for(thing.kind))}
    return render(request, "newsletter/follow.html", context, status=status)
