"""The form of a cooperative, as staff fill it in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import RegionalForm
from core.picking import let_pick
from core.tax_codes import compact
from practices import duplicates
from practices.admin import keeping
from practices.models import Cooperative, Lifecycle

EDIT = "wagtailsnippets_practices_cooperative:edit"
NUMBERS = ("tax_code", "vat_number")
# An address such as name.surname@…, or one of a free service, is rather a person's.
PERSONAL = re.compile(r"^[a-z]{2,}[._-][a-z]{2,}$")
FREE_MAIL = frozenset(
    [
        "gmail.com",
        "hotmail.com",
        "hotmail.it",
        "icloud.com",
        "libero.it",
        "live.it",
        "outlook.com",
        "outlook.it",
        "tiscali.it",
        "virgilio.it",
        "yahoo.com",
        "yahoo.it",
    ]
)
OFFICE_WORDS = frozenset(
    [
        "amministrazione",
        "associazione",
        "casa",
        "centro",
        "comunicazione",
        "contatti",
        "coop",
        "cooperativa",
        "direzione",
        "hello",
        "info",
        "mail",
        "posta",
        "presidenza",
        "progetti",
        "redazione",
        "segreteria",
        "servizi",
        "sociale",
        "ufficio",
    ]
)


class CooperativeForm(RegionalForm):
    """Refuses a number that another record has, naming that record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.pk:
            self.fields["slug"].disabled = True
        for name in NUMBERS:
            if name in self.fields:
                _let_paste(self.fields[name])
        if "lifecycle" in self.fields:
            self._offer_states(self.fields["lifecycle"])
        if "member_of" in self.fields:
            field: Any = self.fields["member_of"]
            field.queryset = Cooperative.objects.filter(kind="consortium").not_merged()
            let_pick(field)

    def _offer_states(self, field: forms.Field) -> None:
        """Merging has a page of its own; what was merged stays so."""
        is_merged = self.instance.lifecycle == Lifecycle.MERGED
        field.disabled = is_merged
        if not is_merged:
            kept = [one for one in Lifecycle.choices if one[0] != Lifecycle.MERGED]
            field.choices = kept  # type: ignore[attr-defined]

    def clean_tax_code(self) -> str:
        """The bare number."""
        return compact(self.cleaned_data["tax_code"])

    def clean_vat_number(self) -> str:
        """The bare number."""
        return compact(self.cleaned_data["vat_number"])

    def clean(self) -> dict[str, Any]:
        """Look for the same numbers elsewhere."""
        cleaned: dict[str, Any] = super().clean()
        for name in NUMBERS:
            other = duplicates.with_number(cleaned.get(name) or "", except_for=self.instance.pk)
            if other is not None and name in self.fields:
                self.add_error(name, _taken(other, self.for_user))
        return cleaned

    def validate_constraints(self) -> None:
        """Skip what `clean` has said already."""
        if not set(NUMBERS) & set(self.errors):
            super().validate_constraints()


def _let_paste(field: Any) -> None:
    """Take a number with its spaces and the country's letters; it is measured when it is bare."""
    field.validators = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
    field.widget.attrs.update({"maxlength": 30, "inputmode": "numeric"})


def _taken(other: Cooperative, user: Any) -> str:
    if not keeping.is_kept_by(user, other):
        taken = _("This number belongs to a cooperative of another region.")
        return f"{taken} {keeping.whom_to_ask(other)}"
    return format_html(
        '{} <a href="{}">{}</a>',
        _("This number belongs to another cooperative of the directory:"),
        reverse(EDIT, args=[other.pk]),
        f"{other.name}, {other.municipality}",
    )


def looks_personal(email: str) -> bool:
    """Whether a public address is rather a person's than an office's."""
    local, _at, domain = email.lower().rpartition("@")
    if local.split("+")[0] in OFFICE_WORDS:
        return False
    return bool(PERSONAL.match(local)) or domain in FREE_MAIL


PERSONAL_HINT = gettext_lazy(
    "The public e-mail looks like a person’s. It is shown to everybody: an address of the office "
    "is better, because people change."
)


POINT_HINT = gettext_lazy(
    "The address is another, and the point on the map still that of the earlier one: write it "
    "anew, or clear it."
)


class MergeForm(forms.Form):
    """Which record goes on."""

    kept = forms.ModelChoiceField(
        queryset=Cooperative.objects.none(),
        label=gettext_lazy("Merge into"),
        help_text=gettext_lazy("This record goes on; the other one leads to it."),
    )

    def __init__(self, *args: Any, merged: Cooperative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Cooperative.objects.not_merged().exclude(pk=merged.pk).order_by("name")
        field: Any = self.fields["kept"]
        field.queryset = others
        field.label_from_instance = lambda one: f"{one.name} ({one.municipality}) {one.tax_code}"


class InviteForm(forms.Form):
    """Whom to send the link to."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Whoever opens the link may propose changes to this record."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=120, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = settings.LANGUAGES
