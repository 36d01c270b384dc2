"""The sign-up form in a frame of a partner's site: the only pages that other sites may frame.

They show nothing of anybody, need no cookie, and their form does no more than what anybody can
cause by typing an address: a mail that asks.
"""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from newsletter.forms import SignUpForm
from newsletter.models import ConsentChannel
from newsletter.views.reader_pages import View, public_form
from newsletter.views.signing_up import FormPage, answer_form, sign_up_through
from newsletter.wordings import PARTNER

EVERY_SITE = ["*"]
EMBEDDED = FormPage(
    template="newsletter/embedded_form.html",
    ask=sign_up_through(ConsentChannel.EMBED, PARTNER),
    address="newsletter:embedded",
    sent="newsletter:embedded_sent",
    wording_version=PARTNER,
    outage="newsletter/embedded_form.html",
)


def framed_anywhere(view: View) -> View:
    """A page that any site may show in a frame."""
    exempt: Any = xframe_options_exempt(csp_update({"frame-ancestors": EVERY_SITE})(view))
    framed: View = exempt
    return framed


@framed_anywhere
@public_form
def embedded(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter; `?topic=` (several times) narrows it to topics."""
    if request.method == "POST":
        form = SignUpForm(request.POST)
    else:
        form = SignUpForm(topics=request.GET.getlist("topic"))
    return answer_form(request, form, EMBEDDED)


@framed_anywhere
@require_safe
def embedded_sent(request: HttpRequest) -> HttpResponse:
    """The answer to every sign-up, in the frame."""
    return render(request, "newsletter/embedded_sent.html")
