"""Participation paths: what their details hold, and the publications that go with them."""

from __future__ import annotations

from api.shapes.building import (
    Schema,
    address,
    day,
    document,
    html,
    many,
    moment,
    number,
    or_null,
    ref,
    text,
    truth,
    uid,
)

_DATED = or_null(text("A day, a month or a year: `2021-11-08`, `2021-11`, `2021`."))

PHASE = document(
    "A phase of a participation path.",
    {
        "title": text(),
        "text": html("What happens."),
        "starts_date": or_null(day()),
        "ends_date": or_null(day()),
        "audiences": many(ref("Coded"), "Whom it is for."),
        "outputs": html("What it leaves behind."),
        "is_internal": truth("Told to everybody, but its meetings were not open to the public."),
        "events": many(
            document("An event of the phase.", {"uid": uid(), "title": text(), "url": address()})
        ),
    },
)
FILE = document(
    "A file to download.",
    {
        "title": text(),
        "url": address(),
        "format": text("The ending of its name, such as `pdf`."),
        "size": number("Bytes."),
        "sha1": text("To see whether you already have it."),
        "licence": text("A code, as in `Licence`."),
        "is_accessible": truth("Screen readers can follow it."),
    },
)
DOCUMENT = document(
    "A publication that belongs to a path.",
    {
        "role": ref("Coded"),
        "uid": uid(),
        "title": text(),
        "url": address("A page that tells what the files say."),
        "dated": _DATED,
        "files": many(ref("PublicationFile")),
    },
)
BODY = document(
    "A group that steers a path or watches over it.",
    {"kind": ref("Coded"), "members": text(), "task": text()},
)
MONEY = document(
    "What a path costs. `stated` is `stated`, `not-stated` or `none`.",
    {
        "stated": ref("Coded"),
        "amount_assigned": or_null(text("Euro, with two decimals.")),
        "co_funding": or_null(text("Euro, with two decimals.")),
        "total_cost": or_null(text("Euro, with two decimals.")),
    },
)
STEP = document(
    "An event where another entry lists it; cancelled ones stay there.",
    {
        "uid": uid(),
        "translation_of": uid(),
        "title": text(),
        "url": address(),
        "starts_at": moment(),
        "ends_at": or_null(moment()),
        "is_all_day": truth(),
        "status": ref("Coded"),
        "mode": ref("Coded"),
        "venue": text(),
        "has_report": truth("Its page tells what came of it."),
    },
)
UPDATE = document(
    "A dated piece of news; its `uid` is the same in every language.",
    {"uid": uid(), "dated": day(), "title": text(), "html": html("What is new.")},
)
NEED = document(
    "Something people said is missing. Nothing in it names a person.",
    {
        "uid": uid("The same in every language."),
        "title": text(),
        "description": text(),
        "language": text("The language of its words."),
        "category": ref("Coded"),
        "target_groups": many(ref("Coded")),
        "territory": ref("Coded"),
        "place": text("Narrower than the territory, where it is known."),
        "times_raised": number("How often it was raised."),
        "source": ref("Coded"),
        "intensity": or_null(number("From 1 (mild) to 5 (urgent).", minimum=1, maximum=5)),
        "intensity_method": text("How the intensity was found."),
        "status": ref("Coded"),
        "is_example": truth("Made up, to show how needs are told."),
        "answered_by": many(
            document(
                "A practice that answers it.", {"uid": uid(), "title": text(), "url": address()}
            )
        ),
        "actors": many(text(), "Names of actors who could help."),
    },
)
ACTOR = document(
    "Somebody who takes part, or could. A single person only with consent.",
    {
        "name": text(),
        "kind": ref("Coded"),
        "role": ref("Coded"),
        "can_offer": many(ref("Coded")),
        "territory": or_null(ref("Coded")),
        "place": text(),
        "website": text("Empty if there is none."),
    },
)
ANSWER = document(
    "What became of a proposal: `accepted`, `partly` or `rejected`.",
    {
        "proposal": text(),
        "proposed_by": text(),
        "decision": ref("Coded"),
        "reason": text(),
        "decided_date": or_null(day()),
        "decided_by": text("Empty: who decides on the path."),
    },
)
DETAIL: dict[str, Schema] = {
    "promoter": or_null(ref("Organisation")),
    "decision_owner": or_null(ref("Organisation")),
    "responsible_office": text(),
    "facilitators": many(ref("Organisation")),
    "partners": many(ref("Organisation")),
    "bodies": many(ref("PathBody")),
    "programme": text(),
    "legal_frame": text(),
    "certified_year": or_null(number()),
    "money": ref("PathMoney"),
    "desk": text("Where one can go and ask."),
    "level": ref("Coded"),
    "methods": many(ref("Coded")),
    "inclusion": text("How everybody could take part."),
    "starts_date": or_null(day()),
    "ends_date": or_null(day()),
    "extended_date": or_null(day("The end, where it was put off.")),
    "phases": many(ref("Phase")),
    "timeline": many(ref("PathStep"), "Past and coming events, the earliest first."),
    "updates": many(ref("PathUpdate"), "The newest first."),
    "documents": many(ref("PathDocument")),
    "needs": many(ref("Need"), "The one raised most often first."),
    "actors": many(ref("Actor")),
    "outcome": text("What came of it; “not born” is an outcome, too."),
    "born": or_null(document("What was born.", {"name": text(), "url": text()})),
    "answers": many(ref("PathAnswer"), "What happened to what people proposed."),
    "no_answers_reason": text("Why there is no table of answers, once the path has ended."),
}
COMPONENTS: dict[str, Schema] = {
    "Phase": PHASE,
    "PublicationFile": FILE,
    "PathDocument": DOCUMENT,
    "PathBody": BODY,
    "PathMoney": MONEY,
    "PathStep": STEP,
    "PathUpdate": UPDATE,
    "Need": NEED,
    "Actor": ACTOR,
    "PathAnswer": ANSWER,
}
