"""Everything that proves what a reader agreed to, gathered for one sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter import consent, following, proving
from newsletter.following import Followed
from newsletter.models import ConsentEvent, ConsentProof, Subscriber


@dataclass(frozen=True, slots=True)
class ProvedEvent:
    """A link of the chain, with the words, what it is for, and whether it is as it was recorded."""

    event: ConsentEvent
    text: str
    purpose: str
    proof: ConsentProof | None
    is_intact: bool


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """What is to be shown of a reader."""

    events: list[ProvedEvent]
    follows: list[Followed]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed after it was recorded."""
        return all(one.is_intact for one in self.events)


def gather(reader: Subscriber, language: str) -> ProofSheet:
    """The events of a reader, the oldest first, and what they follow now."""
    rows = reader.followings.order_by("pk")
    every = [Followed(row, following.thing_of(row, language)) for row in rows]
    titles = {
        following.purpose_of(one.following.kind, one.following.key): one.thing.title
        for one in every
        if one.thing is not None
    }
    events = consent.history(reader)
    links = consent.links_before(events)
    return ProofSheet(
        events=[_proved(event, titles, links) for event in events],
        follows=[one for one in every if one.following.ended_at is None],
    )


def _proved(event: ConsentEvent, titles: dict[str, str], links: dict[int, str]) -> ProvedEvent:
    proof = proving.proof_of(event)
    is_intact = consent.is_intact(event, links)
    if proof is not None:
        is_intact = is_intact and proving.mark_of(proof) == event.reference
    return ProvedEvent(
        event=event,
        text=proving.text_of(event),
        purpose="" if event.purpose == consent.NEWSLETTER else titles.get(event.purpose, "—"),
        proof=proof,
        is_intact=is_intact,
    )
