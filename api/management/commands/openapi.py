"""Write the OpenAPI file, or check that the committed one is true."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.describing import FILE, openapi


class Command(BaseCommand):
    """Writes api/openapi.yaml; with --check fails if it differs from the code."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text = openapi()
        if not options["check"]:
            FILE.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {FILE}")
        elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            raise CommandError(
                "api/openapi.yaml does not describe the API as it is. Look whether the change is "
                "meant; then write it again: python manage.py openapi"
            )
