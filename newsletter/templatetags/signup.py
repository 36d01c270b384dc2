"""The sign-up form, for any page of the site: `{% load signup %}{% signup_form %}`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language

from newsletter.forms import FollowForm, SignUpForm
from newsletter.wordings import version_for, wording

register = template.Library()


@register.inclusion_tag("newsletter/signup_form.html")
def signup_form(place: str = "page", topics: Iterable[str] = ()) -> dict[str, Any]:
    """The form; `place` keeps ids apart where a page shows it twice, `topics` narrow it."""
    form = SignUpForm(auto_id=f"{place}_%s", topics=topics)
    return {"form": form, "wording": wording(get_language() or "")}


@register.inclusion_tag("newsletter/follow_form.html")
def follow_form(kind: str, key: UUID) -> dict[str, Any]:
    """The form for following a thing; without a script and a cookie."""
    return {
        "form": FollowForm(auto_id="follow_%s"),
        "kind": kind,
        "key": key,
        "wording": wording(get_language() or "", version_for(kind)),
    }
