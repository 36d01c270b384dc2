#!/usr/bin/env python
"""Compiles the .po files under locale/ to .mo files, without gettext's own tools."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages() -> None:
    """Write the .mo file of each .po file that is newer; unfinished (fuzzy) texts are left out."""
    for source in LOCALE.rglob("LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)


if __name__ == "__main__":
    compile_messages()
