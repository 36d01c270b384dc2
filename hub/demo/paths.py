"""The demo's participation paths, with the needs and actors that came out of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.models import Organisation, PublicPage, Territory
from events.models import (
    Actor,
    EventIndexPage,
    Need,
    ParticipationPathPage,
    PathAnswer,
    PathUpdate,
)
from hub.demo import bodies
from hub.demo.pages import Writer, organisations
from hub.demo.reading import Content, day, read_folder
from hub.demo.translating import translate
from hub.demo.words import Words

TEXTS = ("programme", "responsible_office", "desk", "inclusion", "outcome")


def write_paths(writer: Writer) -> None:
    """Every path, and what was heard in it."""
    parent = EventIndexPage.objects.get(locale=writer.locale)
    for content in read_folder("paths"):
        path = writer.write(parent, content, _maker(writer, content))
        assert isinstance(path, ParticipationPathPage)  # noqa: S101  for the type checker
        _make_actors(content, path)
        _make_needs(writer, content, path)


def _maker(writer: Writer, content: Content) -> Any:
    def make(words: Words) -> PublicPage:
        page = ParticipationPathPage(
            question=words("question"),
            promoter=_organisation(content, "promoter"),
            decision_owner=_organisation(content, "decision_owner"),
            is_decision_owner_unstated="decision_owner" not in content,
            place=content["place"],
            level=content["level"],
            methods=content.get("methods", []),
            status=content["status"],
            amounts=content.get("amounts", "not-stated"),
            amount_assigned=_amount(content, "assigned"),
            total_cost=_amount(content, "total"),
            starts_date=_date(content.get("starts")),
            ends_date=_date(content.get("ends")),
            extended_date=_date(content.get("extended")),
            phases=[("phase", _phase(writer, words, phase)) for phase in content["phase"]],
            body=bodies.text(words),
            **{name: words(name) for name in TEXTS},
        )
        page.partners = organisations(content, "partners")
        page.answers = [_answer(words, one) for one in content.get("answer", [])]
        page.updates = [_update(words, one) for one in content.get("update", [])]
        return page

    return make


def _phase(writer: Writer, words: Words, phase: Content) -> dict[str, Any]:
    italian, english = phase["it"], phase["en"]
    outputs = [(italian["outputs"], english["outputs"])] if "outputs" in italian else []
    return {
        "title": words.say(italian["title"], english["title"]),
        "text": words.rich([(italian["text"], english["text"])]),
        "outputs": words.rich(outputs) if outputs else "",
        "state": phase.get("state", ""),
        "starts_date": _date(phase.get("starts")),
        "ends_date": _date(phase.get("ends")),
        "audiences": phase["audiences"],
        "is_internal": phase.get("internal", False),
        "events": writer.chosen(phase, "events"),
    }


def _answer(words: Words, content: Content) -> PathAnswer:
    told = {
        name: words.say(content["it"][name], content["en"][name])
        for name in ("proposal", "proposed_by", "reason", "decided_by")
    }
    return PathAnswer(decision=content["decision"], decided_date=_date(content["decided"]), **told)


def _update(words: Words, content: Content) -> PathUpdate:
    italian, english = content["it"], content["en"]
    return PathUpdate(
        dated=_date(content["dated"]),
        title=words.say(italian["title"], english["title"]),
        text=words.rich([(italian["text"], english["text"])]).source,
    )


def _make_actors(content: Content, path: ParticipationPathPage) -> None:
    for one in content.get("actor", []):
        known = Organisation.objects.filter(name=one["name"]).first()
        Actor.objects.get_or_create(
            name="" if known else one["name"],
            organisation=known,
            path_page=path,
            defaults={
                "kind": one["kind"],
                "role": one["role"],
                "can_offer": one["offers"],
                "territory": path.territories.first(),
                "place": one.get("place", ""),
                "is_public": True,
            },
        )


def _make_needs(writer: Writer, content: Content, path: ParticipationPathPage) -> None:
    territory = Territory.objects.filter(code__in=content["territories"]).first()
    for one in content.get("need", []):
        words = Words(one)
        if Need.objects.filter(title=words("title"), locale=writer.locale).exists():
            continue
        need = Need(
            locale=writer.locale,
            title=words("title"),
            description=words("description"),
            intensity_method=words("method"),
            category=one["category"],
            target_groups=one["groups"],
            path_page=path,
            territory=territory,
            place=one.get("place", ""),
            source=one["source"],
            times_raised=one["times"],
            intensity=one.get("intensity"),
            status=one["status"],
            is_example=True,
            is_public=True,
        )
        need.topics = list(path.topics.all())
        need.actors = list(Actor.objects.filter(name__in=one.get("actors", []), path_page=path))
        need.full_clean(exclude=["translation_key"])
        need.save()
        translate(need, words.english, user=writer.user)


def _organisation(content: Content, name: str) -> Organisation | None:
    return Organisation.objects.get(name=content[name]) if name in content else None


def _amount(content: Content, name: str) -> Decimal | None:
    return Decimal(str(content[name])) if name in content else None


def _date(value: Any) -> date | None:
    """A fixed day, or one so many days from today."""
    return day(value["in_days"]) if isinstance(value, dict) else value
