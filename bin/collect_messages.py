#!/usr/bin/env python
"""Collects the texts to translate into locale/it; `--check` only says what is missing.

A text counts as translated when its Italian is there and no "fuzzy" mark stands beside it.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/it/LC_MESSAGES/django.po")
SOURCES = ("*.py", "*.html", "*.txt", "*.mjml", "*.xml")
SKIPPED = ("tests/", "bench/", "bin/", "docs/", "requirements")


def collect(root: Path) -> None:
    """Run Django's makemessages in `root`; raise CalledProcessError when it fails."""
    (root / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale=it", "--no-obsolete"]
    command += ["--extension=py,html,txt,mjml,xml", "--no-location", "--no-wrap", "--verbosity=0"]
    command += [f"--ignore={name}*" for name in SKIPPED]
    command += ["--ignore=.venv*", "--ignore=var", "--ignore=node_modules", "--ignore=static"]
    subprocess.run(command, cwd=root, check=True)


def collected_elsewhere() -> polib.POFile:
    """Return the catalogue as it would be after collecting, leaving the checkout as it is."""
    with tempfile.TemporaryDirectory() as folder:
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *SOURCES]
        names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True)
        for name in [*names.stdout.split("\n"), str(CATALOGUE)]:
            if name and (ROOT / name).is_file() and not name.startswith(SKIPPED):
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, target)
        collect(Path(folder))
        return polib.pofile(str(Path(folder) / CATALOGUE))


def unfinished() -> list[str]:
    """Return what is to be done: texts not collected yet, not translated, or marked fuzzy."""
    kept = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ROOT / CATALOGUE))}
    problems = []
    for entry in collected_elsewhere():
        if (entry.msgctxt, entry.msgid) not in kept:
            problems.append(f"not collected: {entry.msgid!r}")
        elif entry.fuzzy or not entry.translated():
            problems.append(f"not translated: {entry.msgid!r}")
    return problems


def main() -> None:
    """Collect, or say what is unfinished and fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, report")
    if not parser.parse_args().check:
        collect(ROOT)
        return
    if not shutil.which("xgettext"):
        print("texts: skipped, GNU gettext is not installed")
        return
    problems = unfinished()
    if problems:
        sys.exit("\n".join([*problems, "Run `make messages` and translate what is new."]))


if __name__ == "__main__":
    main()
