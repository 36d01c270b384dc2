#!/usr/bin/env python
"""Command line of the hub: `python manage.py help` lists what it can do."""

import gc
import os
import sys


def main() -> None:
    """Run one management command under the development settings unless told otherwise."""
    # Migrating and filling make very many objects and drop few: looking for circles among them
    # as often as Python does by itself takes a fourth of the time.
    gc.set_threshold(50_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
