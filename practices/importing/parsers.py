"""What only cooperatives have: numbers with check digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.importing.findings import Findings, Wrong
from core.importing.parsing import Parser, as_text
from core.importing.tables import Cell
from core.tax_codes import DIGITS, check_tax_code, check_vat_number


@dataclass(frozen=True)
class CompanyNumber(Parser):
    """Eleven digits, checked; zeros in front that a spreadsheet has eaten are put back."""

    check: Callable[[str], str]

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        if "E+" in text.upper():
            raise Wrong(
                _("The spreadsheet has shortened the number: format the column as text, type it.")
            )
        if text.isdigit() and DIGITS - 4 <= len(text) < DIGITS:
            return self._with_zeros(text, findings, heading)
        try:
            return self.check(text)
        except ValidationError as error:
            raise Wrong(" ".join(error.messages)) from error

    def _with_zeros(self, text: str, findings: Findings, heading: str) -> str:
        whole = text.zfill(DIGITS)
        try:
            number = self.check(whole)
        except ValidationError as error:
            words = {"count": len(text)}
            raise Wrong(_("It has %(count)d digits: there must be eleven.") % words) from error
        message = _("The zeros in front were missing: read as %(number)s.")
        findings.warning(message % {"number": number}, column=heading, value=text)
        return number

    def describe(self) -> str:
        return _("eleven digits")


TAX_CODE = CompanyNumber(check_tax_code)
VAT_NUMBER = CompanyNumber(check_vat_number)


@dataclass(frozen=True)
class PostalCode(Parser):
    """Five digits; a zero in front that was eaten is put back."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        if not text.isdigit() or not 4 <= len(text) <= 5:
            raise Wrong(_("Write five digits."))
        return text.zfill(5)

    def describe(self) -> str:
        return _("five digits")
