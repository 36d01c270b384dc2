"""Tax codes (codice fiscale) and VAT numbers (partita IVA) of companies, checked by check digit.

Both have eleven digits: seven of the holder, three of the office that gave the number, one that
checks the others (decree of the Minister of Finance of 23 December 1976).
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.it import codicefiscale, iva

DIGITS = 11
PERSONAL = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9A-Z]{7}")


def compact(text: str) -> str:
    """The bare number: without spaces, dots, dashes and the country's letters."""
    bare = re.sub(r"[\s.:\-/]", "", text).upper()
    return bare[2:] if bare.startswith("IT") and bare[2:].isdigit() else bare


def check_tax_code(text: str) -> str:
    """The bare tax code of a company. Raises ValidationError saying what is wrong with it."""
    number = compact(text)
    if PERSONAL.fullmatch(number):
        raise ValidationError(
            _(
                "This is the tax code of a person. Write that of the organisation: it has eleven "
                "digits, and is often the same as its VAT number."
            ),
            code="personal",
        )
    _check_shape(number)
    return _checked(codicefiscale, number)


def check_vat_number(text: str) -> str:
    """The bare VAT number. Raises ValidationError saying what is wrong with it."""
    number = compact(text)
    _check_shape(number)
    return _checked(iva, number)


def _check_shape(number: str) -> None:
    if not (number.isascii() and number.isdigit()):
        raise ValidationError(_("Only digits, eleven of them."), code="not-digits")
    if len(number) != DIGITS:
        raise ValidationError(
            _("It has %(count)d digits: there must be eleven.") % {"count": len(number)},
            code="length",
        )


def _checked(rule: object, number: str) -> str:
    try:
        return str(rule.validate(number))  # type: ignore[attr-defined] # a module of stdnum
    except InvalidChecksum:
        raise ValidationError(
            _("The last digit does not fit the others: one of them is mistyped."), code="checksum"
        ) from None
    except NumberError:
        raise ValidationError(
            _("No office gives out such numbers: one of the digits is mistyped."), code="component"
        ) from None
