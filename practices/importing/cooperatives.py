"""Rows that become cooperatives of the directory, not listed until somebody lists them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.importing.columns import Layout
from core.importing.findings import Findings
from core.importing.parsing import plain
from core.importing.upserting import Target, Values
from core.models import ImportJob, Territory
from practices.importing.cooperative_columns import KIND
from practices.models import Cooperative, cooperative_rules
from practices.models.directory_choices import ClaimStatus, Lifecycle, RecordOrigin

CODES = "areas_served"


class CooperativeTarget(Target):
    """A cooperative, known by its tax code."""

    kind = KIND

    def key(self, values: Values) -> str:
        return str(values["tax_code"])

    def find(self, values: Values) -> Cooperative | None:
        """By tax code; by name and municipality where the directory has no number yet."""
        number = values["tax_code"]
        found = Cooperative.objects.filter(tax_code=number).first()
        if found is None:
            found = Cooperative.objects.filter(tax_code="", vat_number=number).first()
        if found is None:
            same_place = Cooperative.objects.filter(
                tax_code="", vat_number="", municipality__iexact=values["municipality"]
            )
            names = [one for one in same_place if plain(one.name) == plain(values["name"])]
            found = names[0] if len(names) == 1 else None
        return found

    def current(self, target: Cooperative) -> Values:
        values = {name: getattr(target, name) for name in PLAIN}
        values["territory"] = target.territory.code
        values[CODES] = sorted(one.code for one in target.areas_served.all())
        return values

    def create(self, values: Values, job: ImportJob) -> Cooperative:
        made = Cooperative(
            origin=RecordOrigin.IMPORT, is_listed=False, external_id=job.file_name[:80]
        )
        self._write(made, {name: value for name, value in values.items() if value not in EMPTY})
        return made

    def update(self, target: Cooperative, changes: Values, job: ImportJob) -> None:
        self._write(target, changes)

    def stamp(self, target: Cooperative) -> str:
        return target.updated_at.isoformat()

    def blocked(self, target: Cooperative) -> str:
        if target.lifecycle == Lifecycle.MERGED:
            words = {"name": target.current.name}
            return _("It was merged into “%(name)s”: nothing is changed.") % words
        return ""

    def is_untouched(self, target: Cooperative, stamp: str) -> bool:
        """Whether nobody has saved, listed, claimed or used it."""
        return (
            self.stamp(target) == stamp
            and not target.is_listed
            and target.claim_status == ClaimStatus.UNCLAIMED
        )

    def remove(self, target: Cooperative, user: Any) -> None:
        """Delete the record; raises ProtectedError while something needs it."""
        log(instance=target, action="wagtail.delete", user=user, deleted=True)
        target.delete()

    def _write(self, target: Cooperative, values: Values) -> None:
        for name, value in values.items():
            if name == "territory":
                target.territory = Territory.objects.get(code=value)
            elif name == CODES:
                target.areas_served = list(Territory.objects.filter(code__in=value))
            elif name in PLAIN:
                setattr(target, name, value)
        target.full_clean()
        target.save()


EMPTY: tuple[Any, ...] = (None, "", [])
PLAIN = (
    "tax_code",
    "name",
    "short_name",
    "kind",
    "municipality",
    "address",
    "postal_code",
    "vat_number",
    "lifecycle",
    "founded_year",
    "sectors",
    "disadvantage_groups",
    "summary",
    "summary_en",
    "website",
    "public_email",
    "phone",
    "internal_note",
    "members_band",
    "members_year",
    "workers_band",
    "workers_year",
    "turnover_band",
    "turnover_year",
)


def check(values: Values, findings: Findings, layout: Layout) -> None:
    """What must hold between the columns of a row."""
    plain_values = {name: values[name] for name in PLAIN if values.get(name) not in EMPTY}
    headings = {column.name: heading for _place, column, heading in layout.places}
    for name, message in cooperative_rules.broken(Cooperative(**plain_values)).items():
        column = headings.get(name) or layout.table.heading_of(name)
        text = " ".join(message.messages) if hasattr(message, "messages") else str(message)
        findings.error(text, column=column, value=values.get(name) or "")
