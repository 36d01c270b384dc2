"""The page on which a visitor writes to a cooperative."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.networks import network_of
from core.visibility import readable
from practices import relaying
from practices.forms import MessageForm
from practices.models import Cooperative, PracticePage
from practices.views.pages import public_form


@public_form
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a cooperative, about itself or about one of its practices."""
    cooperative = Cooperative.objects.with_profile().filter(slug=slug).first()
    practice = _practice(request, cooperative)
    if cooperative is None or relaying.recipient(cooperative, practice) is None:
        raise Http404(_("This cooperative takes no messages through the hub."))
    form = MessageForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                _relay(request, cooperative, practice, form)
            except relaying.NobodyToWriteTo:
                raise Http404(_("This cooperative takes no messages through the hub.")) from None
            except relaying.TooManyMessages:
                form.add_error(
                    None, _("Many messages have come in today. Please try again tomorrow.")
                )
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                target = reverse("directory:written", kwargs={"slug": slug})
                return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
        form.renew_stamp()
    context = {"form": form, "cooperative": cooperative, "practice": practice}
    return render(request, "practices/write.html", context, status=status)


@require_safe
def written(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer to everybody who has written."""
    cooperative = Cooperative.objects.with_profile().filter(slug=slug).first()
    if cooperative is None:
        raise Http404(_("There is no such cooperative in the directory."))
    return render(request, "practices/written.html", {"cooperative": cooperative})


def _relay(
    request: HttpRequest,
    cooperative: Cooperative,
    practice: PracticePage | None,
    form: MessageForm,
) -> None:
    answers = form.cleaned_data
    relaying.relay(
        cooperative=cooperative,
        practice=practice,
        name=answers["name"],
        email=answers["email"],
        text=answers["text"],
        network=network_of(request.META.get("REMOTE_ADDR", "")),
    )


def _practice(request: HttpRequest, cooperative: Cooperative | None) -> PracticePage | None:
    """The public practice of this cooperative that the address names; raise Http404 for another."""
    asked = request.GET.get("about", "")
    if not asked or cooperative is None:
        return None
    try:
        found = PracticePage.objects.filter(translation_key=UUID(asked))
    except ValueError:
        raise Http404(_("There is no such practice.")) from None
    rows = found.filter(lead_cooperative=cooperative).originals()
    shown = readable(rows[:1], get_language() or settings.LANGUAGE_CODE)
    if not shown or not isinstance(shown[0], PracticePage):
        raise Http404(_("There is no such practice."))
    return shown[0]
