#!/usr/bin/env python
"""Command line of the hub: `python manage.py help` lists what it can do."""

import os
import sys


def main() -> None:
    """Run one management command under the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
