"""What publishing a practice asks for: less of a short card, more of one told in full.

Drafts are never kept from being saved: all of this is asked when a page is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from practices.models.practice_choices import BudgetBand, Depth, HelpOffered, Origin, TextState
from practices.models.record import PracticeRecord

if TYPE_CHECKING:
    from practices.models.partner import PracticePartner
    from practices.models.practice import PracticePage

LENGTHS = {Depth.SIGNAL.value: 800, Depth.FULL.value: 3000}
"""How long the description of what is done may be, in characters that are read."""

ASKED_OF_ALL: dict[str, Promise] = {
    "lead_cooperative": _("Choose the cooperative that leads the practice."),
    "started_year": _("Say in which year it started."),
    "place": _("Say where it takes place: a municipality is enough."),
    "what_we_do": _("Describe what is done, in a few sentences."),
}
ASKED_IN_FULL: dict[str, Promise] = {
    "need": _("Say what need the practice answers."),
    "target_groups": _("Choose for whom it is."),
    "innovation": _("Say what is new in it."),
    "innovation_types": _("Choose in what it is new."),
    "running_budget": _("Choose how much money a year takes: “Not stated” is an answer, too."),
    "outcomes": _("Say what came of it."),
    "evidence_level": _("Judge how well the results are borne out."),
    "can_be_reused": _("Say what others can take up."),
}


class _Values:
    """The values a page will have: a form's answers first, then what it has already."""

    def __init__(self, page: PracticePage, answers: Mapping[str, Any]) -> None:
        self.page = page
        self.answers = answers

    def __getitem__(self, name: str) -> Any:
        return self.answers[name] if name in self.answers else getattr(self.page, name)

    def is_empty(self, name: str) -> bool:
        """Whether nothing is there; 0 is something."""
        value = self[name]
        if isinstance(value, str):
            return not readable_text(value).strip()
        return value is None or value == []


def of_practice(page: PracticePage, answers: Mapping[str, Any]) -> dict[str, str]:
    """What keeps a practice from being published: a message for each field."""
    values = _Values(page, answers)
    is_full = values["told_as"] == Depth.FULL
    asked = ASKED_OF_ALL | ASKED_IN_FULL if is_full else ASKED_OF_ALL
    missing = {name: str(message) for name, message in asked.items() if values.is_empty(name)}
    missing |= _too_long(values)
    missing |= _about_failure(values, is_full=is_full)
    return missing | _contradictions(values)


def readable_text(html: str) -> str:
    """The characters of a rich text that are read, without its tags."""
    return strip_tags(html.replace("</p>", " </p>"))


def _too_long(values: _Values) -> dict[str, str]:
    limit = LENGTHS[values["told_as"]]
    surplus = len(" ".join(readable_text(values["what_we_do"] or "").split())) - limit
    if surplus <= 0:
        return {}
    message = ngettext(
        "It is %(surplus)d character longer than the %(limit)d that fit.",
        "It is %(surplus)d characters longer than the %(limit)d that fit.",
        surplus,
    )
    return {"what_we_do": message % {"surplus": surplus, "limit": limit}}


def _about_failure(values: _Values, *, is_full: bool) -> dict[str, str]:
    """One of the two must be chosen: what did not work is never silently left out."""
    told, untold = not values.is_empty("what_did_not_work"), values["prefers_not_to_say"]
    if told and untold:
        return {
            "prefers_not_to_say": gettext(
                "Something is written above: untick this, or delete what is written."
            )
        }
    if is_full and not told and not untold:
        return {
            "what_did_not_work": gettext(
                "Say what did not work, or tick that the cooperative prefers not to say."
            )
        }
    return {}


def _contradictions(values: _Values) -> dict[str, str]:
    """What cannot both be true."""
    found: dict[str, str] = {}
    started, ended = values["started_year"], values["ended_year"]
    if started and ended and ended < started:
        found["ended_year"] = gettext("It cannot end before it starts.")
    amounts = {values["setup_budget"], values["running_budget"]}
    if amounts - {"", BudgetBand.NONE, BudgetBand.NOT_STATED} and not values["budget_year"]:
        found["budget_year"] = gettext("Say to which year the amounts refer.")
    if values["beneficiaries"] is not None and not values["beneficiaries_basis"]:
        found["beneficiaries_basis"] = gettext("Say whether the number was counted or estimated.")
    if HelpOffered.NOTHING in values["help_offered"] and len(values["help_offered"]) > 1:
        found["help_offered"] = gettext("“Nothing at the moment” goes with no other answer.")
    goals = [values[name] for name in ("sdg_first", "sdg_second", "sdg_third")]
    chosen = [goal for goal in goals if goal is not None]
    if len(chosen) != len(set(chosen)):
        found["sdg_second"] = gettext("Choose each goal only once.")
    return found


def of_authorship(page: PracticePage) -> dict[str, str]:
    """Whether a text that answers a call may come out: its cooperative has confirmed it once.

    A cooperative that was asked and has not answered in time does not hold it up: the page then
    says so.
    """
    record = PracticeRecord.objects.filter(translation_key=page.translation_key).first()
    if record is None or record.origin != Origin.CALL:
        return {}
    if record.text_confirmed_at is not None or record.text_state == TextState.SILENT:
        return {}
    return {
        "text_state": gettext(
            "It answers a call, and the cooperative has not confirmed the text yet: ask it for "
            "confirmation (Care of this practice)."
        )
    }


def check_partner(partner: PracticePartner) -> None:
    """Raise ValidationError unless exactly one of the three says who a partner is."""
    given = [
        name for name in ("cooperative_id", "organisation_id", "name") if getattr(partner, name)
    ]
    if len(given) != 1:
        raise ValidationError(
            _("Choose a cooperative or an organisation, or write a name: one of the three.")
        )
