"""Letters about practices: is it still so, is the text right, was it taken up."""

from __future__ import annotations

from django.urls import reverse

from core.addresses import absolute, page_address
from core.posting import Contents, writes
from practices import adopting, confirming
from practices.contacting import contact_of
from practices.models import AdoptionInquiry, Inquiry
from practices.models.practice_choices import InquiryKind, Side


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


@writes(adopting.LETTER, folder="practices/mails/adoption")
def adoption(about_id: int) -> Contents | None:
    """To a side of a re-use: is that so? Nothing when it was answered, or another was asked."""
    return _about_adoption(about_id, is_reminder=False)


@writes(adopting.REMINDER, folder="practices/mails/adoption")
def adoption_reminder(about_id: int) -> Contents | None:
    """The same once more, and then never again."""
    return _about_adoption(about_id, is_reminder=True)


def _about_adoption(about_id: int, *, is_reminder: bool) -> Contents | None:
    rows = AdoptionInquiry.objects.select_related("adoption__practice", "adoption__cooperative")
    asked = rows.filter(pk=about_id).first()
    person = adopting.recipient_of(asked) if asked else None
    if asked is None or person is None:
        return None
    practice = asked.adoption.practice
    address = reverse("answers:adoption", kwargs={"token": adopting.link_token(asked)})
    return Contents(
        to=person.email,
        context={
            "practice": practice.title,
            "practice_url": page_address(practice) if practice.live else "",
            "adopter": asked.adoption.shown_name,
            "place": asked.adoption.place,
            "is_adopter": asked.side == Side.ADOPTER,
            "is_reminder": is_reminder,
            "answer_url": absolute(address),
            "days": adopting.LINK_AGE.days,
        },
    )
