"""Loading the territories from the file that follows ISTAT."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from core.models import Territory

SOURCE = Path(__file__).parent / "data" / "territories.csv"
COPIED = ("level", "istat", "uts", "name", "name_en", "nuts", "iso", "plate")


@transaction.atomic
def load_territories(*, source: Path = SOURCE) -> int:
    """Bring the table in step with the file and return how many territories changed.

    A territory that leaves the file stays: pages may point to it.
    """
    with source.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = {territory.code: territory for territory in Territory.objects.all()}
    changed: set[str] = set()
    for row in rows:  # the file names larger territories before their parts
        values = {name: row[name] for name in COPIED} | {
            "parent": known[row["parent"]] if row["parent"] else None,
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
        }
        territory = known.setdefault(row["code"], Territory(code=row["code"]))
        if territory.pk and all(getattr(territory, name) == values[name] for name in values):
            continue
        for name, value in values.items():
            setattr(territory, name, value)
        territory.save()
        changed.add(row["code"])
    return len(changed | _link_successors(rows, known))


def _link_successors(rows: list[dict[str, str]], known: dict[str, Territory]) -> set[str]:
    """Say what took the place of units that have ended; return the codes of those told anew.

    Read from the file alone: a unit's successors are nobody's opinion.
    """
    through = Territory.replaced_by.through
    stored: dict[str, set[str]] = {}
    pairs = through.objects.values_list("from_territory__code", "to_territory__code")
    for code, successor in pairs:
        stored.setdefault(code, set()).add(successor)
    changed = set()
    for row in rows:
        wanted = set(row["replaced_by"].split())
        if stored.get(row["code"], set()) != wanted:
            successors = [known[code] for code in sorted(wanted)]
            known[row["code"]].replaced_by.set(successors)
            changed.add(row["code"])
    return changed


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
