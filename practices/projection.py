"""Practices as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from core import rich_text
from core.addresses import page_address
from core.citing import citing_data
from core.directory_addresses import profile_url
from core.projection import Facts, Reading, Term, coded, moment, projects
from core.visibility import readable
from practices.credits import cooperative_data, cooperative_terms
from practices.models import (
    Adoption,
    PracticeIndexPage,
    PracticePage,
    PracticePartner,
    PracticeRecord,
    PracticeSite,
    Testimony,
)
from practices.models.practice_choices import (
    BuildingBlockKind,
    EvidenceLevel,
    FundingSource,
    HelpOffered,
    InnovationType,
    MainIncome,
    TargetGroup,
    TextState,
)


@projects(PracticeIndexPage)
def index_facts(page: PracticeIndexPage, reading: Reading) -> Facts:
    """The list is a page like others."""
    return Facts(kind="page")


@projects(PracticePage)
def practice_facts(page: PracticePage, reading: Reading) -> Facts:
    """What a practice adds to what all pages have."""
    record = PracticeRecord.objects.filter(translation_key=page.translation_key).first()
    record = record or PracticeRecord(translation_key=page.translation_key)
    known = ("cooperative__territory", "cooperative__merged_into")
    adoptions = list(Adoption.objects.of(page).confirmed().select_related(*known))
    partners = partners_of(page)
    return Facts(
        kind="practice",
        card=_card(page, record, reading),
        detail=_story(page, partners, reading)
        | _resources(page)
        | _results(page, reading)
        | _reuse(page, adoptions, reading)
        | _trust(page, record, reading),
        terms=[*cooperative_terms(page, partners, adoptions), *_terms(page)],
    )


def _card(page: PracticePage, record: PracticeRecord, reading: Reading) -> dict[str, Any]:
    card: dict[str, Any] = {}
    if page.lead_cooperative:
        card["cooperative"] = cooperative_data(page.lead_cooperative, reading.language)
    return card | {
        "depth": choice(page, "told_as"),
        "place": page.place,
        "maturity": choice(page, "maturity"),
        "target_groups": listed(page.target_groups, TargetGroup),
        "evidence": evidence_data(page.evidence_level),
        "last_confirmed_at": moment(record.last_confirmed_at),
    }


def _story(page: PracticePage, partners: list[PracticePartner], reading: Reading) -> dict[str, Any]:
    reading.page_ids |= rich_text.linked_page_ids(page.what_we_do)
    return {
        "sites": [site_data(one, reading.language) for one in _sites(page)],
        "started_year": page.started_year,
        "ended_year": page.ended_year,
        "need": page.need,
        "what_we_do": rich_text.to_html(page.what_we_do),
        "innovation": page.innovation,
        "innovation_types": listed(page.innovation_types, InnovationType),
        "involvement": choice(page, "involvement"),
        "partners": [partner_data(one, reading.language) for one in partners],
    }


def _resources(page: PracticePage) -> dict[str, Any]:
    return {
        "resources": {
            "people_fte": float(page.people_fte) if page.people_fte is not None else None,
            "volunteers": page.volunteers,
            "setup_budget": choice(page, "setup_budget"),
            "running_budget": choice(page, "running_budget"),
            "budget_year": page.budget_year,
            "funding_sources": listed(page.funding_sources, FundingSource),
            "main_income": listed(page.main_income, MainIncome),
            "sustainability": page.sustainability,
        }
    }


def _results(page: PracticePage, reading: Reading) -> dict[str, Any]:
    return {
        "outcomes": page.outcomes,
        "results": page.results.stream_block.to_data(page.results, reading),
        "beneficiaries": page.beneficiaries,
        "beneficiaries_basis": choice(page, "beneficiaries_basis"),
        "what_did_not_work": page.what_did_not_work,
        "prefers_not_to_say": page.prefers_not_to_say,
        "sdgs": [coded(str(goal.value), goal.label) for goal in page.sdgs],
    }


def _reuse(page: PracticePage, adoptions: list[Adoption], reading: Reading) -> dict[str, Any]:
    return {
        "building_blocks": page.building_blocks.stream_block.to_data(page.building_blocks, reading),
        "can_be_reused": page.can_be_reused,
        "needs_adapting": page.needs_adapting,
        "do_not_copy": page.do_not_copy,
        "help_offered": listed(page.help_offered, HelpOffered),
        "adoptions": [adoption_data(one, reading.language) for one in adoptions],
        "testimonies": [
            testimony_data(one, reading.language) for one in Testimony.objects.of(page).consented()
        ],
    }


def _trust(page: PracticePage, record: PracticeRecord, reading: Reading) -> dict[str, Any]:
    """Who wrote it, who confirmed it, and where it came from. Never who answered by name."""
    call = record.origin_page
    if call is not None:
        reading.page_ids.add(call.pk)
    shown = readable([call], reading.language)
    confirmed_at = record.text_confirmed_at if record.text_state == TextState.CONFIRMED else None
    return {
        "cited_in": citing_data(page, reading),
        "text_author": page.text_author,
        "edited_by": page.edited_by,
        "text_confirmed_at": moment(confirmed_at),
        "origin": choice(record, "origin"),
        "call": {
            "uid": str(shown[0].specific.uid),
            "title": shown[0].title,
            "url": page_address(shown[0]),
        }
        if shown
        else None,
    }


def _terms(page: PracticePage) -> Iterable[Term]:
    """What a practice can be found by, besides the cooperatives it names."""
    yield Term("depth", page.told_as, str(page.get_told_as_display()))
    yield Term("maturity", page.maturity, str(page.get_maturity_display()))
    if page.evidence_level is not None:
        level = EvidenceLevel(page.evidence_level)
        yield Term("evidence", str(level.value), str(level.label))
    for group in listed(page.target_groups, TargetGroup):
        yield Term("target", group["code"], group["label"])
    for goal in page.sdgs:
        yield Term("sdg", str(goal.value), str(goal.label))
    kinds = {child.value["kind"] for child in page.building_blocks}
    for kind in listed(kinds, BuildingBlockKind):
        yield Term("block", kind["code"], kind["label"])


def choice(thing: models.Model, name: str) -> dict[str, str] | None:
    """A field that takes one value of a closed list; None where nothing was chosen."""
    code = getattr(thing, name)
    label = getattr(thing, f"get_{name}_display")
    return coded(code, label()) if code else None


def listed(codes: Iterable[str], of: type[models.TextChoices]) -> list[dict[str, str]]:
    """Values of a closed list in its own order; codes it no longer has are left out."""
    wanted = set(codes)
    return [coded(one.value, one.label) for one in of if one.value in wanted]


def evidence_data(level: int | None) -> dict[str, Any] | None:
    """How well the results are borne out: a level from 0 to 4 with its words."""
    if level is None:
        return None
    return coded(str(level), EvidenceLevel(level).label)


def partners_of(page: PracticePage) -> list[PracticePartner]:
    """Who else takes part; in previews they are in memory only."""
    return list(page.partners.all())


def _sites(page: PracticePage) -> list[PracticeSite]:
    return list(page.sites.select_related("territory"))


def site_data(site: PracticeSite, language: str) -> dict[str, Any]:
    """What is public about a place; no street and no point where people must not be found."""
    return {
        "name": site.name,
        **site.public_place(),
        "territory": coded(site.territory.code, site.territory.label(language)),
    }


def partner_data(partner: PracticePartner, language: str) -> dict[str, Any]:
    """What is public about somebody who takes part; `url` leads to their page in the directory."""
    code = partner.directory_code
    return {
        "name": partner.shown_name,
        "website": partner.website,
        "code": code,
        "url": profile_url(code, language) if code else "",
        "role": coded(partner.role, partner.get_role_display()),
    }


def adoption_data(adoption: Adoption, language: str) -> dict[str, Any]:
    """What is public about a re-use. Whoever confirmed it, and by which address, is not."""
    known = adoption.cooperative
    return {
        "name": adoption.shown_name,
        "cooperative": cooperative_data(known, language) if known else None,
        "place": adoption.place,
        "date": adoption.adopted_date.isoformat(),
        "status": coded(adoption.status, adoption.get_status_display()),
        "what_changed": adoption.what_changed,
    }


def testimony_data(testimony: Testimony, language: str) -> dict[str, Any]:
    """Somebody's words, once they have agreed. How they did is nobody's business."""
    text, said_in = testimony.said_in(language)
    return {
        "text": text,
        "language": said_in,
        "name": testimony.name,
        "is_pseudonym": testimony.is_pseudonym,
        "role": testimony.role_in(language),
    }
