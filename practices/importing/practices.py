"""Rows that become practices: drafts under a list of practices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from core.importing.columns import Layout
from core.importing.findings import Findings, Wrong
from core.importing.rich_texts import from_text, to_text
from core.importing.upserting import Target, Values
from core.models import ImportJob, Territory, Topic
from practices import recording
from practices.importing.practice_columns import KIND
from practices.models import (
    Cooperative,
    Origin,
    PracticePage,
    PracticeRecord,
    requirements,
)

EMPTY: tuple[Any, ...] = (None, "", [])
GOALS = ("sdg_first", "sdg_second", "sdg_third")
CONTACT = ("contact_name", "contact_email")
# What contradicts itself; what is merely missing for publishing is said by the editor's form.
CONTRADICTIONS = (
    "what_we_do",
    "ended_year",
    "budget_year",
    "beneficiaries_basis",
    "help_offered",
    "prefers_not_to_say",
)


class PracticeTarget(Target):
    """A practice, known by its number in the collection it comes from."""

    kind = KIND
    private = frozenset(CONTACT)

    def __init__(self, scheme: str, parent_id: int) -> None:
        self.scheme = scheme
        self.parent_id = parent_id

    def key(self, values: Values) -> str:
        return f"{self.scheme}:{values['external_id']}"

    def find(self, values: Values) -> PracticePage | None:
        found = PracticePage.objects.with_external_id(self.scheme, values["external_id"])
        page: PracticePage | None = found.order_by("pk").first()
        return page

    def current(self, target: PracticePage) -> Values:
        page = target.get_latest_revision_as_object()
        record = PracticeRecord.objects.filter(translation_key=target.translation_key).first()
        values = {name: getattr(page, name) for name in PLAIN}
        cooperative = page.lead_cooperative
        numbers = record.external_ids.filter(scheme=self.scheme) if record else []
        return values | {
            "external_id": next((one.value for one in numbers), ""),
            "lead_cooperative": cooperative.tax_code if cooperative else "",
            "what_we_do": to_text(page.what_we_do),
            "topics": sorted(one.slug for one in page.topics.all()),
            "territories": sorted(one.code for one in page.territories.all()),
            "sdgs": [int(one) for one in page.sdgs],
            "contact_name": record.contact_name if record else "",
            "contact_email": record.contact_email if record else "",
        }

    def create(self, values: Values, job: ImportJob) -> PracticePage:
        parent = Page.objects.select_for_update().filter(pk=self.parent_id).first()
        if parent is None:
            raise Wrong(_("The list of practices the rows should go to is not there any more."))
        given = {name: value for name, value in values.items() if value not in EMPTY}
        page = PracticePage(
            live=False, has_unpublished_changes=True, locale=parent.locale, owner=job.started_by
        )
        self._apply(page, given)
        parent.specific.add_child(instance=page)
        self._trace(page, given)
        page.save_revision(user=job.started_by, clean=False)
        return page

    def update(self, target: PracticePage, changes: Values, job: ImportJob) -> None:
        page = target.get_latest_revision_as_object()
        self._apply(page, changes)
        page.save_revision(user=job.started_by, clean=False)
        self._trace(target, changes)

    def stamp(self, target: PracticePage) -> str:
        return f"{target.latest_revision_id}"

    def blocked(self, target: PracticePage) -> str:
        if target.locked:
            return _("The page is locked: nothing is changed.")
        return ""

    def is_untouched(self, target: PracticePage, stamp: str) -> bool:
        """Whether nobody has saved, published or translated it."""
        return (
            self.stamp(target) == stamp
            and not target.live
            and target.first_published_at is None
            and not target.get_translations().exists()
        )

    def remove(self, target: PracticePage, user: Any) -> None:
        """Delete the page, and what the hub knows of it beside its text."""
        PracticeRecord.objects.filter(translation_key=target.translation_key).delete()
        target.delete(user=user)

    def _trace(self, page: PracticePage, values: Values) -> None:
        contact = {name: values[name] for name in CONTACT if name in values}
        if "external_id" in values or contact:
            recording.trace(practice=page, origin=Origin.MIGRATION, **contact)
        if "external_id" in values:
            recording.identify(practice=page, scheme=self.scheme, value=values["external_id"])

    def _apply(self, page: PracticePage, values: Values) -> None:
        for name in PLAIN:
            if name in values:
                setattr(page, name, values[name])
        if "lead_cooperative" in values:
            page.lead_cooperative = cooperative_of(values["lead_cooperative"])
        if "what_we_do" in values:
            page.what_we_do = from_text(values["what_we_do"])
        if "topics" in values:
            page.topics = list(Topic.objects.originals().filter(slug__in=values["topics"]))
        if "territories" in values:
            page.territories = list(Territory.objects.filter(code__in=values["territories"]))
        if "sdgs" in values:
            goals = [*values["sdgs"], None, None, None]
            for name, goal in zip(GOALS, goals, strict=False):
                setattr(page, name, goal)


PLAIN = (
    "title",
    "summary",
    "told_as",
    "maturity",
    "started_year",
    "ended_year",
    "place",
    "target_groups",
    "need",
    "innovation",
    "innovation_types",
    "involvement",
    "volunteers",
    "setup_budget",
    "running_budget",
    "budget_year",
    "funding_sources",
    "main_income",
    "sustainability",
    "outcomes",
    "beneficiaries",
    "beneficiaries_basis",
    "evidence_level",
    "what_did_not_work",
    "prefers_not_to_say",
    "can_be_reused",
    "needs_adapting",
    "do_not_copy",
    "help_offered",
    "text_author",
    "internal_note",
)


def cooperative_of(tax_code: str) -> Cooperative:
    """The cooperative with a tax code, or the one it was merged into; raise Wrong without one."""
    found = Cooperative.objects.filter(tax_code=tax_code).first()
    if found is None:
        words = {"number": tax_code}
        raise Wrong(_("There is no cooperative with the tax code %(number)s.") % words)
    return found.current


def check(values: Values, findings: Findings, layout: Layout) -> None:
    """What contradicts itself in a row: it can be imported, but must be mended to be published."""
    given = {name: values[name] for name in PLAIN if values.get(name) not in EMPTY}
    page = PracticePage(**given)
    page.what_we_do = from_text(values.get("what_we_do") or "")
    problems = requirements.of_practice(page, {})
    for name in CONTRADICTIONS:
        is_said = name != "what_we_do" or values.get("what_we_do")
        if name in problems and is_said:
            findings.warning(problems[name], column=layout.table.heading_of(name))
