"""Similar records, shown while somebody types a name or a number.

Of those of other regions a regional editor learns only that they are there, and whom to ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices import duplicates
from practices.admin import keeping


@dataclass(frozen=True, slots=True)
class Hint:
    """A record that may be the same, or, where `ask` says something, only whom to ask about it."""

    likeness: duplicates.Likeness
    ask: str


@require_safe
def similar_records(request: HttpRequest) -> HttpResponse:
    """Give the records that may be the same cooperative, as a piece of the page."""
    user = request.user
    may_write = user.has_perm("practices.add_cooperative") or user.has_perm(
        "practices.change_cooperative"
    )
    if not may_write:
        raise PermissionDenied
    asked = {
        name: request.GET.get(name, "")[:200].replace("\0", "")
        for name in ("name", "tax_code", "vat_number", "municipality", "pk")
    }
    own = asked["pk"]
    found = duplicates.similar(
        name=asked["name"],
        numbers=(asked["tax_code"], asked["vat_number"]),
        municipality=asked["municipality"],
        except_for=int(own) if own.isascii() and own.isdigit() and len(own) < 15 else None,
    )
    hints = [
        Hint(
            one,
            ""
            if keeping.is_kept_by(user, one.cooperative)
            else keeping.whom_to_ask(one.cooperative),
        )
        for one in found
    ]
    return render(request, "practices/admin/similar.html", {"found": hints})
