"""Practices of the demo that are told in full, and what is kept beside their texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.models import Territory
from hub.demo.reading import CONTENT, Content, read
from hub.demo.words import Words
from practices import adopting, confirming, recording
from practices.models import (
    Adoption,
    Cooperative,
    Inquiry,
    PracticePage,
    PracticePartner,
    PracticeSite,
    Testimony,
)
from practices.models.practice_choices import InquiryKind, Side

TEXTS = ("outcomes", "sustainability", "can_be_reused", "needs_adapting", "do_not_copy")
GOALS = ("sdg_first", "sdg_second", "sdg_third")


def fields(slug: str, words: Words) -> dict[str, Any]:
    """The fields of a practice beyond its story: few for a short card, many in full."""
    if not (CONTENT / "depth" / f"{slug}.toml").exists():
        return {"target_groups": read("care")["targets"].get(slug, [])}
    depth = read(f"depth/{slug}")
    number, basis = depth["beneficiaries"]
    texts = {name: words.say(depth["it"][name], depth["en"][name]) for name in TEXTS}
    goals = dict(zip(GOALS, depth["sdgs"], strict=False))
    return {
        **texts,
        **goals,
        "told_as": "full",
        "target_groups": depth["targets"],
        "innovation_types": depth["innovation_types"],
        "involvement": depth["involvement"],
        "evidence_level": depth["evidence"],
        "ended_year": depth.get("ended"),
        "people_fte": Decimal(depth["people_fte"]),
        "volunteers": depth["volunteers"],
        "setup_budget": depth["setup_budget"],
        "running_budget": depth["running_budget"],
        "budget_year": depth["budget_year"],
        "funding_sources": depth["funding"],
        "main_income": depth["income"],
        "help_offered": depth["help"],
        "beneficiaries": number,
        "beneficiaries_basis": basis,
        "text_author": depth["author"],
        "edited_by": depth.get("editor", ""),
        "building_blocks": [("block", piece) for piece in _pieces(depth, words)],
        "results": [("result", result) for result in _results(depth, words)],
        "partners": [PracticePartner(name=name, role=role) for name, role in depth["partners"]],
    }


def sites(slug: str) -> list[PracticeSite]:
    """The places of a practice that is told in full."""
    if not (CONTENT / "depth" / f"{slug}.toml").exists():
        return []
    return [
        PracticeSite(
            name=name,
            municipality=municipality,
            municipality_istat=istat,
            territory=Territory.objects.get(code=province),
        )
        for name, municipality, istat, province in read(f"depth/{slug}").get("sites", [])
    ]


def _said(words: Words, both: Content, name: str) -> str:
    return words.say(both["it"].get(name, ""), both["en"].get(name, ""))


def _pieces(depth: Content, words: Words) -> Iterator[dict[str, Any]]:
    for block in depth.get("block", []):
        said = ("title", "description", "enabling", "conditions", "learned")
        texts = {name: _said(words, block, name) for name in said}
        yield {"kind": block["kind"], "document": None, "reused_from": None, **texts}


def _results(depth: Content, words: Words) -> Iterator[dict[str, Any]]:
    for result in depth.get("result", []):
        before = result.get("before")
        yield {
            "indicator": _said(words, result, "indicator"),
            "unit": _said(words, result, "unit"),
            "how_measured": _said(words, result, "how"),
            "source": _said(words, result, "source"),
            "before": Decimal(before) if before else None,
            "after": Decimal(result["after"]),
            "from_year": result.get("from"),
            "to_year": result.get("to"),
            "document": None,
        }


def take_care(pages: dict[str, Any], cooperatives: dict[str, Content]) -> None:
    """Questions to cooperatives in several states, a review that is due, and re-uses."""
    care = read("care")
    for asked in care["asked"]:
        _ask(_with_contact(pages[asked["practice"]]), asked)
    for due in care["due"]:
        record = recording.record_of(_with_contact(pages[due["practice"]]))
        record.last_confirmed_at = timezone.now() - timedelta(days=580)
        record.review_due_at = timezone.now() - timedelta(days=30)
        record.save()
    for adoption in care["adoption"]:
        _note(_with_contact(pages[adoption["practice"]]), adoption, cooperatives)
    for said in care["testimony"]:
        _quote(pages[said["practice"]], said)


def _with_contact(page: PracticePage) -> PracticePage:
    address = f"{page.slug}@pratiche.example"
    recording.trace(practice=page, origin="editorial", contact_email=address)
    return page


def _ask(page: PracticePage, asked: Content) -> None:
    if Inquiry.objects.filter(record=recording.record_of(page)).exists():
        return
    inquiry = confirming.ask(practice=page, kind=InquiryKind.STILL_SO)
    at = timezone.now() - timedelta(days=asked["days_ago"])
    Inquiry.objects.filter(pk=inquiry.pk).update(asked_at=at)
    if "answer" in asked:
        message = asked.get("message", "")
        confirming.answer(inquiry_id=inquiry.pk, answer=asked["answer"], message=message)


def _quote(page: PracticePage, said: Content) -> None:
    Testimony.objects.get_or_create(
        practice=page,
        text=said["it"]["text"],
        defaults={
            "text_en": said["en"]["text"],
            "name": said["name"],
            "is_pseudonym": said.get("pseudonym", False),
            "role": said["it"]["role"],
            "role_en": said["en"]["role"],
            "consent": said["consent"],
            "consent_date": said.get("since"),
        },
    )


def _note(page: PracticePage, content: Content, cooperatives: dict[str, Content]) -> None:
    known = Adoption.objects.of(page).filter(place=content["place"]).exists()
    if known:
        return
    adoption = Adoption(
        practice=page,
        place=content["place"],
        adopted_date=content["since"],
        what_changed=content["changed"],
        status=content["status"],
    )
    if "cooperative" in content:
        name = cooperatives[content["cooperative"]]["name"]
        adoption.cooperative = Cooperative.objects.get(name=name)
    else:
        adoption.adopter_name = content["adopter"]
    adoption.full_clean()
    adoption.save()
    for side in content["confirmed"]:
        adopting.confirm(adoption_id=adoption.pk, side=Side(side))
    adopting.ask(adoption=Adoption.objects.get(pk=adoption.pk))
