"""Forms that cooperatives fill in: asking for their record, proposing changes to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import email_addresses
from core.models import Territory
from core.public_forms import AddressField, DefendedForm, without_addresses
from practices.models import Cooperative
from practices.proposing import PROPOSABLE

REQUIRED = _("This field is required.")


class AskForm(forms.Form):
    """Asks to look after a cooperative's record."""

    email = forms.CharField(
        label=_("Your e-mail address at the cooperative"),
        help_text=_(
            "An address of the cooperative’s own site is recognised at once. With any other, the "
            "editors look first."
        ),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=_("What you do there"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    # The name means nothing to browsers that fill in forms by themselves.
    hub_note = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED

    def clean_email(self) -> str:
        """The address mail is sent to."""
        return email_addresses.parse(self.cleaned_data["email"]).email

    def clean_hub_note(self) -> str:
        """Raise ValidationError when the field that people do not see was filled in."""
        if self.cleaned_data["hub_note"]:
            raise ValidationError(_("Clear this field: it is there to catch automated programs."))
        return ""


class MessageForm(DefendedForm):
    """A visitor's message to a cooperative."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Your e-mail address"), help_text=_("The cooperative answers you there.")
    )
    text = forms.CharField(
        label=_("Your message"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_name(self) -> str:
        """Raise ValidationError for a web address: the name stands in the mail."""
        return without_addresses(self.cleaned_data["name"])


class OwnRecordForm(forms.ModelForm[Cooperative]):
    """The record as the cooperative would have it. Nothing is saved from here."""

    message = forms.CharField(
        label=_("Message to the editors"),
        help_text=_("What else is not right: the tax code, operating sites, the areas you serve …"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Cooperative
        fields = PROPOSABLE
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "social": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED
        provinces: Any = self.fields["territory"]
        today = Territory.objects.valid_on(timezone.localdate()).filter(level="province")
        provinces.queryset = (
            today | Territory.objects.filter(pk=self.instance.territory_id)
        ).order_by("name")
        provinces.empty_label = None

    def _update_errors(self, errors: ValidationError) -> None:
        """Leave out what is wrong with fields that are not the cooperative's to change."""
        if hasattr(errors, "error_dict"):
            for name in set(errors.error_dict) - set(self.fields) - {"__all__"}:
                del errors.error_dict[name]
            if not errors.error_dict:
                return
        super()._update_errors(errors)  # type: ignore[misc]
