"""What must hold of a cooperative's record, besides the form of each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core.tax_codes import check_tax_code, check_vat_number
from practices.models.directory_choices import Lifecycle

if TYPE_CHECKING:
    from practices.models.cooperative import Cooperative


def broken(cooperative: Cooperative) -> dict[str, Any]:
    """The rules a record breaks: a message for each field. Numbers are brought into their form."""
    errors: dict[str, Any] = {}
    if cooperative.is_listed and cooperative.lifecycle != Lifecycle.MERGED:
        errors |= cooperative.missing_for_listing()
    return errors | _numbers(cooperative) | _sizes(cooperative) | _state(cooperative)


def _numbers(cooperative: Cooperative) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    for name, check in (("tax_code", check_tax_code), ("vat_number", check_vat_number)):
        if number := getattr(cooperative, name):
            try:
                setattr(cooperative, name, check(number))
            except ValidationError as error:
                errors[name] = error
    return errors


def _sizes(cooperative: Cooperative) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    for name in ("members", "workers", "turnover"):
        band, year = (getattr(cooperative, f"{name}_{part}") for part in ("band", "year"))
        if bool(band) != bool(year):
            errors[f"{name}_{'band' if year else 'year'}"] = _("A size always has its year.")
    return errors


def _state(cooperative: Cooperative) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    is_merged = cooperative.lifecycle == Lifecycle.MERGED
    if is_merged and cooperative.merged_into_id is None:
        errors["lifecycle"] = _("Merging is done with the button “Merge”.")
    if cooperative.merged_into_id is not None and cooperative.merged_into_id == cooperative.pk:
        errors["merged_into"] = _("A cooperative cannot be merged into itself.")
    if wrong := [line for line in cooperative.social_list if not _is_web_address(line)]:
        errors["social"] = _("%(line)s is not an address: it must begin with https://.") % {
            "line": wrong[0]
        }
    return errors


def _is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return bool(urlsplit(text).hostname)
