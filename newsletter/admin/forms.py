"""What staff type on the newsletter's screens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import email_addresses
from newsletter import moments, preflight, steering
from newsletter.models import IssuePage, Mailing


class ProofForm(forms.Form):
    """Where a proof goes."""

    address = forms.CharField(
        label=_("Send a test to"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_address(self) -> str:
        """Refuse what is not an address, saying why."""
        return email_addresses.parse(self.cleaned_data["address"]).email


class StartForm(forms.Form):
    """When an issue leaves, and the number of recipients, typed by hand where there are many."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (LATER, _("At a moment of my choice"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hour = forms.TimeField(
        label=_("Time (Italian time)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    which = forms.ChoiceField(
        label=_("Which of the two"),
        choices=[
            ("first", _("The first time, before the clocks are put back")),
            ("second", _("The second time, an hour later")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    at_night = forms.BooleanField(
        label=_("Also send during the quiet hours of the night"), required=False
    )
    anyway = forms.BooleanField(
        label=_("I have seen what has changed: send it all the same"), required=False
    )
    recipients = forms.IntegerField(
        label=_("Number of recipients"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, mailing: Mailing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mailing = mailing
        self.asks = steering.needs_number(mailing)
        # Only where the hour that was typed comes twice.
        self.asks_which = False

    def clean_recipients(self) -> int | None:
        """Ask for the very number."""
        typed: int | None = self.cleaned_data["recipients"]
        if self.asks and typed != self.mailing.planned:
            raise ValidationError(
                _("Type the number of recipients, %(count)d, to confirm."),
                params={"count": self.mailing.planned},
            )
        return typed if self.asks else None

    def clean(self) -> dict[str, Any]:
        """Turn day and hour into a moment, `at`; None for now."""
        data: dict[str, Any] = super().clean() or {}
        data["at"] = None
        if data.get("when") != self.LATER:
            return data
        for name in ("day", "hour"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Say when the issue is to leave."))
        if data.get("day") and data.get("hour"):
            data["at"] = self._moment(data)
        return data

    def _moment(self, data: dict[str, Any]) -> datetime | None:
        is_second = {"first": False, "second": True}.get(data.get("which") or "")
        try:
            moment = moments.local_moment(data["day"], data["hour"], is_second=is_second)
        except ValidationError as error:
            self.asks_which = error.code == "twice"
            self.add_error("which" if self.asks_which else "hour", error)
            return None
        if moment <= timezone.now():
            self.add_error("hour", _("That is over already: choose a moment in the future."))
        return moment


class CorrectionForm(forms.Form):
    """Which issue puts right what another one said."""

    def __init__(self, *args: Any, faulty: Mailing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = Mailing.objects.exclude(state__in=["draft", "approved"])
        candidates = IssuePage.objects.filter(
            alias_of__isnull=True, locale__language_code=settings.LANGUAGE_CODE
        ).exclude(translation_key__in=begun.values("issue_key"))
        self.has_candidates = candidates.exists()
        self.fields["page"] = forms.ModelChoiceField(
            candidates.order_by("-pk"),
            label=_("The issue that puts it right"),
            empty_label=None,
        )
        codes = faulty.editions.values_list("language", flat=True)
        self.fields["languages"] = forms.MultipleChoiceField(
            choices=[(code, preflight.language_name(code)) for code in codes],
            label=_("Only for readers of these editions (none: all)"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
