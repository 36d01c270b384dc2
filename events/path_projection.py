"""Participation paths as plain data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from core import rich_text
from core.addresses import page_address
from core.models import Organisation, PublicationPage, Territory
from core.organisations import cooperative_terms, organisation_data, organisations_data
from core.projection import Facts, Reading, coded, projects
from core.publications import cut_date, file_data
from core.visibility import readable
from events import mapping, showing, timelines
from events.mapping import ShownNeed
from events.models import Actor, ParticipationPathPage, PathAnswer, PathUpdate
from events.models.path import AMOUNTS
from events.models.path_choices import Method, Offer, TargetGroup
from events.projection import event_data


@projects(ParticipationPathPage)
def path_facts(page: ParticipationPathPage, reading: Reading) -> Facts:
    """What a path adds: question, who decides, phases, timeline, needs, actors, answers."""
    reading.page_ids |= timelines.event_ids(page)
    return Facts(
        kind="path",
        card={
            "question": page.question,
            "place": page.place,
            "status": coded(page.status, page.get_status_display()),
        },
        detail={
            **_who(page, reading),
            **_frame(page),
            "phases": [child.block.to_data(child.value, reading) for child in page.phases],
            "timeline": [event_data(event) for event in timelines.timeline(page)],
            "updates": [update_data(one, reading) for one in showing.newest_first(page)],
            "documents": documents(page, reading),
            "needs": [need_data(one, reading) for one in mapping.public_needs(page)],
            "actors": [actor_data(one, reading.language) for one in mapping.public_actors(page)],
            **_outcome(page, reading),
        },
        terms=cooperative_terms(_named(page)),
    )


def _named(page: ParticipationPathPage) -> list[Organisation]:
    """Everybody who carries the path, or has to answer it."""
    single = [one for one in (page.promoter, page.decision_owner) if one is not None]
    return [*single, *page.facilitators.all(), *page.partners.all()]


def _who(page: ParticipationPathPage, reading: Reading) -> dict[str, Any]:
    owner = page.decision_owner
    return {
        "promoter": organisation_data(page.promoter, reading) if page.promoter else None,
        "decision_owner": organisation_data(owner, reading) if owner else None,
        "responsible_office": page.responsible_office,
        "facilitators": organisations_data(page.facilitators.all(), reading),
        "partners": organisations_data(page.partners.all(), reading),
        "bodies": [
            {
                "kind": coded(one.kind, one.get_kind_display()),
                "members": one.members,
                "task": one.task,
            }
            for one in page.bodies.all()
        ],
    }


def _frame(page: ParticipationPathPage) -> dict[str, Any]:
    return {
        "programme": page.programme,
        "legal_frame": page.legal_frame,
        "certified_year": page.certified_year,
        "money": {
            "stated": coded(page.amounts, page.get_amounts_display()),
            **{name: _amount(getattr(page, name)) for name in AMOUNTS},
        },
        "desk": page.desk,
        "level": coded(page.level, page.get_level_display()),
        "methods": _labelled(page.methods, Method),
        "inclusion": page.inclusion,
        "starts_date": page.starts_date.isoformat() if page.starts_date else None,
        "ends_date": page.ends_date.isoformat() if page.ends_date else None,
        "extended_date": page.extended_date.isoformat() if page.extended_date else None,
    }


def _outcome(page: ParticipationPathPage, reading: Reading) -> dict[str, Any]:
    born = page.born_page
    if born is not None:
        reading.page_ids.add(born.pk)
    shown = readable([born], reading.language)
    return {
        "outcome": page.outcome,
        "born": {
            "name": page.born_name or (shown[0].title if shown else ""),
            "url": page_address(shown[0]) if shown else "",
        }
        if page.born_name or shown
        else None,
        "answers": [answer_data(one) for one in page.answers.all()],
        "no_answers_reason": page.no_answers_reason,
    }


def update_data(one: PathUpdate, reading: Reading) -> dict[str, Any]:
    """A dated piece of news; `uid` is the same in every language."""
    reading.page_ids |= rich_text.linked_page_ids(one.text)
    return {
        "uid": str(one.translation_key),
        "dated": one.dated.isoformat(),
        "title": one.title,
        "html": rich_text.to_html(one.text) if one.text else "",
    }


def answer_data(one: PathAnswer) -> dict[str, Any]:
    """A line of the answer table."""
    return {
        "proposal": one.proposal,
        "proposed_by": one.proposed_by,
        "decision": coded(one.decision, one.get_decision_display()),
        "reason": one.reason,
        "decided_date": one.decided_date.isoformat() if one.decided_date else None,
        "decided_by": one.decided_by,
    }


def documents(page: ParticipationPathPage, reading: Reading) -> list[dict[str, Any]]:
    """The publications of a path that may be read."""
    rows = list(page.documents.select_related("publication"))
    reading.page_ids |= {row.publication_id for row in rows}
    shown = {
        one.translation_key: one
        for one in readable([row.publication for row in rows], reading.language)
    }
    found = [(row, shown.get(row.publication.translation_key)) for row in rows]
    return [
        {"role": coded(row.role, row.get_role_display()), **publication_data(publication)}
        for row, publication in found
        if isinstance(publication, PublicationPage)
    ]


def publication_data(publication: PublicationPage) -> dict[str, Any]:
    """A publication in short: the page to read, and its files."""
    return {
        "uid": str(publication.uid),
        "title": publication.title,
        "url": page_address(publication),
        "dated": cut_date(publication.dated, publication.date_precision),
        "files": [file_data(one) for one in publication.public_files],
    }


def need_data(shown: ShownNeed, reading: Reading) -> dict[str, Any]:
    """A need, with the practices that answer it and the actors who could."""
    need = shown.need
    answers = need.accepted_answers
    reading.page_ids |= {answer.page_id for answer in answers}
    return {
        "uid": str(need.translation_key),
        "title": shown.title,
        "description": shown.description,
        "language": shown.language,
        "category": coded(need.category, need.get_category_display()),
        "target_groups": _labelled(need.target_groups, TargetGroup),
        "territory": _territory(need.territory, reading.language),
        "place": need.place,
        "times_raised": need.times_raised,
        "source": coded(need.source, need.get_source_display()),
        "intensity": need.intensity,
        "intensity_method": shown.intensity_method,
        "status": coded(need.status, need.get_status_display()),
        "is_example": need.is_example,
        "answered_by": [
            {"uid": str(page.uid), "title": page.title, "url": page_address(page)}
            for page in shown.practices
        ],
        "actors": [actor.label for actor in shown.actors],
    }


def actor_data(actor: Actor, language: str) -> dict[str, Any]:
    """What is public about an actor: never influence, interest, contact or notes."""
    return {
        "name": actor.label,
        "kind": coded(actor.kind, actor.get_kind_display()),
        "role": coded(actor.role, actor.get_role_display()),
        "can_offer": _labelled(actor.can_offer, Offer),
        "territory": _territory(actor.territory, language) if actor.territory else None,
        "place": actor.place,
        "website": actor.organisation.current.website if actor.organisation else "",
    }


def _territory(territory: Territory, language: str) -> dict[str, str]:
    return coded(territory.code, territory.label(language))


def _labelled(codes: list[str], of: type[models.TextChoices]) -> list[dict[str, str]]:
    return [coded(code, of(code).label) for code in codes if code in of.values]


def _amount(value: Decimal | None) -> str | None:
    """Euro with two decimals, as text: a binary fraction would change it."""
    return None if value is None else f"{value:.2f}"
