"""Starting an issue from its desk: now, or at a moment somebody chose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsletter import checkup, launching, steering
from newsletter.admin.desk import MailingDeskView
from newsletter.admin.forms import StartForm
from newsletter.models import Mailing, MailingState
from newsletter.transitions import NotAllowedError


class StartView(MailingDeskView):
    """The desk, with what was typed and what is wrong with it, until the issue is on its way."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start, or say why not."""
        mailing = get_object_or_404(Mailing, pk=self.kwargs["mailing_id"])
        form = StartForm(request.POST, mailing=mailing)
        if form.is_valid() and self._start(form, mailing):
            return redirect("newsletter_admin:mailing", mailing.pk)
        return self.render_to_response(self.get_context_data(start_form=form))

    def _start(self, form: StartForm, mailing: Mailing) -> bool:
        """Start it; False with the reason in the form."""
        data = form.cleaned_data
        try:
            started = launching.schedule(
                mailing_id=mailing.pk,
                at=data["at"],
                confirmed=data["recipients"],
                at_night=data["at_night"],
                anyway=data["anyway"],
                by=self.request.user,  # type: ignore[arg-type]
            )
        except checkup.ChangedError:
            form.add_error("anyway", _("Look at what has changed, then confirm that it goes on."))
        except steering.NotConfirmedError:
            form.add_error(
                "recipients", _("The number of recipients has changed: please check again.")
            )
        except ValidationError as error:
            form.add_error("hour", error)
        except NotAllowedError:
            messages.error(self.request, _("Somebody else was quicker: this is how it stands now."))
            return True
        else:
            messages.success(self.request, _said(started))
            return True
        return False


def _said(mailing: Mailing) -> str:
    if mailing.state == MailingState.SENDING or mailing.scheduled_at is None:
        return _("Sending has started.")
    moment = date_format(timezone.localtime(mailing.scheduled_at), "l j F Y, H:i")
    return _("Sending begins on %(moment)s; until then it can be called back.") % {"moment": moment}
