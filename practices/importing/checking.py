"""What must hold between the rows of a file, and between a row and the directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from core.importing.columns import Layout
from core.importing.findings import Findings
from core.importing.upserting import Values
from practices.importing import cooperative_columns, cooperatives, practices
from practices.models import Cooperative


@dataclass
class Met:
    """What has been met in a file so far."""

    places: dict[tuple[str, str], str] = field(default_factory=dict)
    wrong_cooperatives: dict[str, str] = field(default_factory=dict)

    @cached_property
    def directory(self) -> dict[str, str]:
        """The cooperatives of the directory: the name by the tax code."""
        rows = Cooperative.objects.exclude(tax_code="")
        return dict(rows.values_list("tax_code", "name"))

    @cached_property
    def merged(self) -> dict[str, str]:
        """Those that were merged: the tax code, and into which."""
        rows = Cooperative.objects.filter(merged_into__isnull=False).exclude(tax_code="")
        return {one.tax_code: one.current.name for one in rows}

    def is_same_cooperative(self, kind: str, key: str) -> bool:
        """Whether a cooperative stands in the file already, beside another of its practices."""
        return kind == cooperative_columns.KIND and (kind, key) in self.places

    def check(
        self,
        kind: str,
        key: str,
        values: Values,
        findings: Findings,
        layout: Layout,
        where: str,
    ) -> None:
        """Check a row against those before it, and against the directory."""
        if key:
            self._check_double(kind, key, findings, layout, where)
        if kind == cooperative_columns.KIND:
            cooperatives.check(values, findings, layout)
            if key and findings.has_errors:
                self.wrong_cooperatives[key] = where
        else:
            practices.check(values, findings, layout)
            if values.get("lead_cooperative"):
                self._check_cooperative(values["lead_cooperative"], findings, layout)

    def _check_double(
        self, kind: str, key: str, findings: Findings, layout: Layout, where: str
    ) -> None:
        before = self.places.setdefault((kind, key), where)
        if before == where:
            return
        name = "tax_code" if kind == cooperative_columns.KIND else "external_id"
        findings.error(
            _("It stands in “%(where)s” already: each may stand in the file only once.")
            % {"where": before},
            column=layout.table.heading_of(name),
            value=key.rsplit(":", 1)[-1],
        )

    def _check_cooperative(self, number: str, findings: Findings, layout: Layout) -> None:
        column = layout.table.heading_of("lead_cooperative")
        if number in self.directory:
            if name := self.merged.get(number):
                message = _("It was merged: the practice goes to “%(name)s”.")
                findings.warning(message % {"name": name}, column=column, value=number)
            return
        if where := self.wrong_cooperatives.get(number):
            message = _("The cooperative’s own row has errors: mend “%(where)s” first.")
            findings.error(message % {"where": where}, column=column, value=number)
        elif (cooperative_columns.KIND, number) not in self.places:
            findings.error(
                _(
                    "No cooperative with this tax code is in the directory or in this file: add "
                    "it to the sheet of cooperatives."
                ),
                column=column,
                value=number,
            )
