"""Letters about practices: is it still so, is the text right, was it taken up."""

from __future__ import annotations

from django.urls import reverse

from core.addresses import absolute, page_address
from core.posting import Contents, writes
from practices import adopting, confirming
from practices.adopting import Side
from practices.contacting import contact_of
from practices.models import Adoption, Inquiry
from practices.models.practice_choices import InquiryKind


@writes(confirming.LETTER, folder="practices/mails/inquiry")
def inquiry(about_id: int) -> Contents | None:
    """The question; nothing when it has been answered or given up meanwhile."""
    return _about(about_id, is_reminder=False)


@writes(confirming.REMINDER, folder="practices/mails/inquiry")
def reminder(about_id: int) -> Contents | None:
    """The question once more, and then never again."""
    return _about(about_id, is_reminder=True)


def _about(about_id: int, *, is_reminder: bool) -> Contents | None:
    asked = Inquiry.objects.select_related("record").filter(pk=about_id).first()
    practice = confirming.practice_of(asked) if asked else None
    if asked is None or practice is None or not asked.is_open:
        return None
    person = contact_of(practice)
    if person is None:
        return None
    address = reverse("answers:inquiry", kwargs={"token": confirming.link_token(asked)})
    return Contents(
        to=person.email,
        context={
            "practice": practice.title,
            "practice_url": page_address(practice) if practice.live else "",
            "answer_url": absolute(address),
            "is_about_text": asked.kind == InquiryKind.TEXT,
            "is_reminder": is_reminder,
            "days": confirming.LINK_AGE.days,
        },
    )


def _adoption(about_id: int, side: Side) -> Contents | None:
    adoption = (
        Adoption.objects.select_related("practice", "cooperative").filter(pk=about_id).first()
    )
    if adoption is None or adoption.declined_at:
        return None
    if getattr(adoption, adopting.CONFIRMED_AT[side]):
        return None
    person = adopting.person_of(adoption, side)
    if person is None:
        return None
    address = reverse("answers:adoption", kwargs={"token": adopting.link_token(adoption, side)})
    return Contents(
        to=person.email,
        context={
            "practice": adoption.practice.title,
            "practice_url": page_address(adoption.practice) if adoption.practice.live else "",
            "adopter": adoption.shown_name,
            "place": adoption.place,
            "is_adopter": side is Side.ADOPTER,
            "answer_url": absolute(address),
            "days": adopting.LINK_AGE.days,
        },
    )


@writes(adopting.LETTER + Side.ORIGIN, folder="practices/mails/adoption")
def adoption_to_origin(about_id: int) -> Contents | None:
    """To the practice's cooperative: has it been taken up there?"""
    return _adoption(about_id, Side.ORIGIN)


@writes(adopting.LETTER + Side.ADOPTER, folder="practices/mails/adoption")
def adoption_to_adopter(about_id: int) -> Contents | None:
    """To whoever took it up: is that so?"""
    return _adoption(about_id, Side.ADOPTER)
