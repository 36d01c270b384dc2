"""`manage.py newsletter_states`: the state diagrams of docs/newsletter.md, written into it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsletter import transitions


def pictured(text: str) -> str:
    """The text with the diagrams between its markers as the tables have them now."""
    for name, table in (("mailing", transitions.MAILING), ("delivery", transitions.DELIVERY)):
        begin, end = f"<!-- states: {name} -->\n", f"<!-- end: {name} -->"
        before, _begin, rest = text.partition(begin)
        _old, _end, after = rest.partition(end)
        diagram = f"```mermaid\n{transitions.picture(table)}\n```\n"
        text = f"{before}{begin}{diagram}{end}{after}"
    return text


class Command(BaseCommand):
    """Run it after a change of `newsletter/transitions.py`."""

    help = "Writes the state diagrams into docs/newsletter.md."

    def handle(self, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "newsletter.md"
        page.write_text(pictured(page.read_text(encoding="utf-8")), encoding="utf-8")
