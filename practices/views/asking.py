"""The page on which somebody asks to look after a cooperative's record."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.directory_addresses import profile_url
from core.networks import network_of
from practices import claiming
from practices.forms import AskForm
from practices.holding import ClaimGone
from practices.models import Cooperative
from practices.views.pages import public_form


@public_form
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the link; what comes of it is told to nobody but the owner of the address."""
    cooperative = Cooperative.objects.with_profile().filter(slug=slug).first()
    if cooperative is None:
        raise Http404(_("There is no such cooperative in the directory."))
    form = AskForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                _take_in(request, cooperative, form)
                return HttpResponseRedirect(reverse("directory:asked"), status=HTTPStatus.SEE_OTHER)
            except ClaimGone:  # merged meanwhile: its page leads to the other one
                return redirect(profile_url(slug, get_language() or settings.LANGUAGE_CODE))
            except claiming.TooManyClaims:
                form.add_error(
                    None,
                    _("Many requests have come in today. Please try again tomorrow."),
                )
                status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"form": form, "cooperative": cooperative}
    return render(request, "practices/ask.html", context, status=status)


def _take_in(request: HttpRequest, cooperative: Cooperative, form: AskForm) -> None:
    answers = form.cleaned_data
    claiming.ask(
        cooperative=cooperative,
        email=answers["email"],
        name=answers["name"],
        role=answers["role"],
        language=get_language() or settings.LANGUAGE_CODE,
        network=network_of(request.META.get("REMOTE_ADDR", "")),
    )


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The answer to every request."""
    return render(request, "practices/asked.html", {"days": claiming.LINK_AGE.days})
