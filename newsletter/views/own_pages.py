"""The reader's own pages, behind the link in every mail: preferences, export, erasure."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation

from core import email_addresses
from core.budgeting import TooManyRequests
from newsletter import following, links, pausing, preferences, unsubscribing
from newsletter.forms import OwnDataForm, PauseForm, PreferencesForm
from newsletter.models import ConsentChannel, Subscriber, SubscriberState
from newsletter.own_data import export
from newsletter.signup import SUBSCRIBED
from newsletter.views.reader_pages import (
    link_problem,
    private_page,
    retry_after,
    say_later,
    take_request,
)


@private_page
def own_preferences(request: HttpRequest, token: str) -> HttpResponse:
    """See and change what one receives."""
    subscriber = _subscriber_of(token)
    if subscriber is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if request.method == "POST" and subscriber.state in SUBSCRIBED:
        form = PreferencesForm(request.POST)
        if form.is_valid():
            preferences.change(subscriber_id=subscriber.pk, **form.cleaned_data)
            # In the language that was just chosen.
            page = links.preferences_page(token, form.cleaned_data["language"])
            return HttpResponseRedirect(f"{page}?saved=1", status=HTTPStatus.SEE_OTHER)
    else:
        form = PreferencesForm.filled_with(subscriber)
    return _show_preferences(request, token, subscriber, form, PauseForm())


@private_page
def own_pause(request: HttpRequest, token: str) -> HttpResponse:
    """Take a break until a day, or end it; the page with the buttons is the one of preferences."""
    subscriber = _subscriber_of(token)
    if subscriber is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    page = links.preferences_page(token, translation.get_language() or "")
    if request.method != "POST":
        return HttpResponseRedirect(page)
    if request.POST.get("action") == "go-on":
        pausing.go_on(subscriber_id=subscriber.pk)
    else:
        pause_form = PauseForm(request.POST)
        if not pause_form.is_valid():
            form = PreferencesForm.filled_with(subscriber)
            return _show_preferences(request, token, subscriber, form, pause_form)
        pausing.pause(subscriber_id=subscriber.pk, until=pause_form.cleaned_data["until"])
    return HttpResponseRedirect(f"{page}?saved=1", status=HTTPStatus.SEE_OTHER)


def _show_preferences(
    request: HttpRequest,
    token: str,
    subscriber: Subscriber,
    form: PreferencesForm,
    pause_form: PauseForm,
) -> HttpResponse:
    has_errors = bool(form.errors or pause_form.errors)
    context = {
        "form": form,
        "pause_form": pause_form,
        "masked": email_addresses.masked(subscriber.email),
        "is_subscribed": subscriber.state in SUBSCRIBED,
        "is_paused": subscriber.state == SubscriberState.PAUSED,
        "paused_until": subscriber.paused_until,
        "state": subscriber.state,
        "follows": following.of_subscriber(subscriber, translation.get_language() or ""),
        "is_saved": request.GET.get("saved") == "1" and not has_errors,
        "unsubscribe_token": links.unsubscribe_token(subscriber),
        "token": token,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK
    return render(request, "newsletter/preferences.html", context, status=status)


@private_page
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's data along, or have them erased."""
    subscriber = _subscriber_of(token)
    if subscriber is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    form = OwnDataForm(request.POST if request.method == "POST" else None, subscriber=subscriber)
    status = HTTPStatus.OK
    if form.is_bound:
        try:
            take_request(request)
        except TooManyRequests as error:
            response = _show_data(request, form, token, say_later(form, error))
            response["Retry-After"] = retry_after(error)
            return response
        if form.is_valid():
            return _act(request, form, subscriber)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _show_data(request, form, token, status)


def _act(request: HttpRequest, form: OwnDataForm, subscriber: Subscriber) -> HttpResponse:
    """Do what the pressed button says; exporting is what happens by default."""
    if request.POST.get("action") == "erase":
        unsubscribing.erase(
            subscriber_id=subscriber.pk,
            channel=ConsentChannel.PAGE,
            never_again=form.cleaned_data["never_again"],
        )
        context = {"never_again": form.cleaned_data["never_again"]}
        return render(request, "newsletter/erased.html", context)
    response = JsonResponse(
        export(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="newsletter-{day}.json"'
    return response


def _show_data(
    request: HttpRequest, form: OwnDataForm, token: str, status: HTTPStatus
) -> HttpResponse:
    context = {
        "form": form,
        "masked": email_addresses.masked(form.subscriber.email),
        "token": token,
    }
    return render(request, "newsletter/own_data.html", context, status=status)


def _subscriber_of(token: str) -> Subscriber | None:
    """Whom the link speaks for; None when the data have been erased. Raises TokenError."""
    subscribers = Subscriber.objects.exclude(state=SubscriberState.ERASED)
    return subscribers.filter(public_id=links.read_preferences(token).public_id).first()
