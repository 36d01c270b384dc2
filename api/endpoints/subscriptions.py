"""Signing up for the newsletter from a partner's own form."""

from __future__ import annotations

import json
import math
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api import errors, filters, parameters
from api.endpoint import Endpoint, as_json
from api.errors import (
    InvalidFields,
    Problem,
    TooLarge,
    TooManyRequests,
    UnsupportedMediaType,
)
from api.parameters import Parameter
from api.shapes import subscriptions as shapes
from core import budgeting
from core.addresses import absolute
from core.networks import network_of
from newsletter import allowances, preferences, signup, wordings
from newsletter.forms import SignUpForm, new_stamp
from newsletter.models import ConsentChannel, Frequency
from newsletter.signup import Choice

LARGEST_BODY = 8 * 1024
MOST_CODES = 20
FIELDS = (
    "email",
    "language",
    "wording_version",
    "stamp",
    "hub_note",
    "topics",
    "territories",
    "frequency",
)
# The language of the text that is to be shown.
LANGUAGE = Parameter(
    "language",
    parameters.one_of(filters.LANGUAGES),
    "The language of the text to show, and of the mails.",
    {"type": "string", "enum": list(filters.LANGUAGES), "default": settings.LANGUAGE_CODE},
    example="it",
)


class Subscriptions(Endpoint):
    """What a form for the newsletter needs: the text that people must be able to read before they
    agree, and a stamp. Name the newsletter, show the text beside the button, word by word, and send
    its version and the stamp along. Leave a field `hub_note` empty where people do not see it.
    """

    name = "subscriptions"
    summary = "Prepare a sign-up form"
    parameters = (LANGUAGE,)
    answer = "SubscriptionForm"
    example = shapes.FORM
    http_method_names = ["get", "head", "options", "post"]
    posting = shapes.POSTING
    is_kept = False

    def get(self, request: Request) -> HttpResponse:
        """Give the text and a fresh stamp; nobody may keep it."""
        language = self.asked["language"] or settings.LANGUAGE_CODE
        shown = wordings.wording(language, wordings.PARTNER)
        body = {
            "wording": {
                "version": shown.version,
                "language": shown.language,
                "text": shown.text,
                "sha256": shown.text_hash,
            },
            "stamp": new_stamp(),
            "post_to": absolute(reverse("api:subscriptions")),
        }
        return _unkept(HttpResponse(as_json(body), content_type="application/json"))

    def post(self, request: Request) -> HttpResponse:
        """Ask for the newsletter: the address gets a mail with a button, and nothing else happens.

        The answer is the same whether the address is known or not. Who presses the button is
        subscribed. Call it from the visitor's own browser: requests are counted by network.
        """
        given = _read(request)
        with translation.override(errors.language_of(request)):
            language, cleaned, choice = _checked(given)
        _take_request(request)
        signup.ask(
            email=cleaned["email"],
            language=language,
            channel=ConsentChannel.API,
            choice=choice,
            wording_version=given["wording_version"],
        )
        body = as_json({"status": "asked", "next": "confirm-by-mail"})
        answer = HttpResponse(body, content_type="application/json", status=HTTPStatus.ACCEPTED)
        return _unkept(answer)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(request: Request) -> dict[str, Any]:
    """The fields of the body. Raises a Problem for what is no JSON object, or too large."""
    plain: HttpRequest = request._request  # noqa: SLF001 - the framework has no other way to it
    if plain.content_type != "application/json":
        raise UnsupportedMediaType
    if int(plain.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise TooLarge
    try:
        given = json.loads(plain.body)
        # Half a character ("\ud800") can be written in JSON, and neither kept nor sent back.
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Problem(_("The body is not JSON.")) from error
    if not isinstance(given, dict):
        raise Problem(_("The body is not a JSON object."))
    return given


def _checked(given: dict[str, Any]) -> tuple[str, dict[str, Any], Choice]:
    """Language, address and choice. Raises InvalidFields, naming every field that is wrong."""
    wrong: list[dict[str, Any]] = [
        _error(parameters.shown(name), "unknown", _("There is no such field."))
        for name in given
        if name not in FIELDS
    ]
    language = given.get("language", settings.LANGUAGE_CODE)
    if language not in filters.LANGUAGES:
        wrong.append(_error("language", "not-allowed", _("The hub does not speak this language.")))
    version = given.get("wording_version")
    if version not in wordings.NEWSLETTER_VERSIONS:
        message = _("Show the text of this address, and send its version.")
        wrong.append(_error("wording_version", "unknown-wording", message))
    choice = _choice(given, wrong)
    form = SignUpForm(_as_form(given))
    if not form.is_valid():
        wrong += _form_errors(form.errors.as_data())
    if wrong:
        raise InvalidFields(errors=wrong)
    return str(language), form.cleaned_data, choice


def _as_form(given: dict[str, Any]) -> QueryDict:
    """The fields that the form on the site has, too; what is no text is no value."""
    fields = QueryDict(mutable=True)
    for name in ("email", "stamp", "hub_note"):
        value = given.get(name, "")
        fields[name] = value if isinstance(value, str) else "\0"
    return fields


def _form_errors(found: dict[str, list[ValidationError]]) -> list[dict[str, Any]]:
    """The form's words under the API's names: what is wrong with its age is about the stamp."""
    return [
        _error(
            "stamp" if name == "__all__" else name,
            error.code or "invalid",
            " ".join(error.messages),
        )
        for name, messages in found.items()
        for error in messages
    ]


def _choice(given: dict[str, Any], wrong: list[dict[str, Any]]) -> Choice:
    topics = _codes(given, "topics", wrong)
    territories = _codes(given, "territories", wrong)
    if topics and len(preferences.topics_of(topics)) < len(set(topics)):
        message = _("A topic does not exist. Use the codes from /api/v1/topics/.")
        wrong.append(_error("topics", "not-found", message))
    regions = {code for code, _name in preferences.region_choices("it")} if territories else set()
    if set(territories) - regions:
        message = _("A region does not exist. Use the codes of regions from /api/v1/territories/.")
        wrong.append(_error("territories", "not-found", message))
    frequency = given.get("frequency", "")
    if not isinstance(frequency, str) or (frequency and frequency not in Frequency.values):
        message = _("Use one of: issue, weekly, monthly.")
        wrong.append(_error("frequency", "not-allowed", message))
        frequency = ""
    return Choice(topics=topics, territories=territories, frequency=frequency)


def _codes(given: dict[str, Any], name: str, wrong: list[dict[str, Any]]) -> tuple[str, ...]:
    value = given.get(name, [])
    is_list = isinstance(value, list) and len(value) <= MOST_CODES
    if not is_list or not all(isinstance(one, str) and len(one) <= 80 for one in value):
        wrong.append(_error(name, "bad-list", _("Send a list of at most 20 codes.")))
        return ()
    return tuple(value)


def _error(name: str, code: str, message: errors.Text) -> dict[str, Any]:
    return {"field": name, "code": code, "detail": message}


def _take_request(request: Request) -> None:
    """Count the request against its network's share. Raises TooManyRequests."""
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    try:
        allowances.take_request(network=network)
    except budgeting.TooManyRequests as error:
        seconds = max(1, math.ceil((error.retry_at - timezone.now()).total_seconds()))
        problem = TooManyRequests(
            _("Too many sign-ups have come from this network. Wait as long as “Retry-After” says."),
            retry_after=seconds,
        )
        problem.headers["Retry-After"] = str(seconds)
        raise problem from error
