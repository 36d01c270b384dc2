"""Calls as plain data."""

from typing import Any

from calls.models import CallIndexPage, CallPage
from core.organisations import cooperative_terms, organisations_data
from core.projection import Facts, Reading, moment, projects
from events import relating
from events.projection import event_data


@projects(CallIndexPage)
def index_facts(page: CallIndexPage, reading: Reading) -> Facts:
    """The list is a page like others."""
    return Facts(kind="page")


@projects(CallPage)
def call_facts(page: CallPage, reading: Reading) -> Facts:
    """What a call adds. Its state follows from the dates, so it is not stored."""
    return Facts(
        kind="call",
        card={
            "code": page.code,
            "question": page.question,
            "opens_at": moment(page.opens_at),
            "has_results": bool(page.results.strip()),
        },
        detail={
            "results_date": page.results_date.isoformat() if page.results_date else None,
            "promoters": organisations_data(page.promoters.all(), reading),
            "eligibility": page.eligibility,
            "how_to_answer": page.how_to_answer,
            "help_contact": page.help_contact,
            "results": page.results,
            "events": events_data(page, reading),
        },
        terms=cooperative_terms(page.promoters.all()),
        closes_at=page.closes_at,
    )


def events_data(page: CallPage, reading: Reading) -> list[dict[str, Any]]:
    """The public events that present or follow the call."""
    reading.page_ids |= relating.event_ids_of_call(page)
    return [event_data(one) for one in relating.events_of_call(page, reading.language)]
