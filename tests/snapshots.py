"""Keeps migrated, still empty databases of the tests, so that a run need not migrate again.

Only SQLite: migrating takes longer there than most rooms' tests. A snapshot is loaded before
Django migrates, which then does only what is missing: nothing where the migrations are the same,
the newest ones where some have been added since.
"""

import hashlib
import json
import os
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache"
PACKAGES = ("django", "wagtail", "wagtail-localize", "django-tasks-db", "django-taggit")
KEPT = 12  # snapshots: branches have migrations of their own


def contents() -> dict[str, str]:
    """What migrations consist of now: each file of ours and each package, with its version."""
    found = {name: version(name) for name in PACKAGES}
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(ROOT) and not folder.is_relative_to(ROOT / ".venv"):
            for file in (folder / "migrations").glob("*.py"):
                name = str(file.relative_to(ROOT))
                found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def path() -> Path:
    """Where the snapshot of the migrations as they are now lies, or would lie."""
    text = json.dumps(contents(), sort_keys=True)
    return FOLDER / f"migrated-{hashlib.sha256(text.encode()).hexdigest()[:16]}.sqlite3"


def nearest() -> Path | None:
    """The snapshot that has most of what is needed, and nothing that is not there any more."""
    now = contents().items()
    known = {}
    for note in FOLDER.glob("migrated-*.json"):
        try:
            then = json.loads(note.read_text()).items()
        except (OSError, ValueError):  # another run is tidying up
            continue
        if then <= now and note.with_suffix(".sqlite3").exists():
            known[note.with_suffix(".sqlite3")] = len(then)
    return max(known, key=known.__getitem__, default=None)


def load_when_connected() -> None:
    """Fill the test's database from a snapshot as soon as it is opened, if there is one."""
    if connection.vendor == "sqlite" and nearest():
        connection_created.connect(_load, dispatch_uid="snapshot")


def keep() -> None:
    """Write the snapshot, once the test's database has been migrated."""
    connection_created.disconnect(dispatch_uid="snapshot")
    target = path()
    if connection.vendor != "sqlite" or target.exists():
        return
    FOLDER.mkdir(exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    target.with_suffix(".json").write_text(json.dumps(contents()))
    fresh.rename(target)
    for old in sorted(FOLDER.glob("migrated-*.sqlite3"), key=_age)[KEPT:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)


def _age(file: Path) -> float:
    """Rising with the age of a file; another run may have removed it."""
    try:
        return -file.stat().st_mtime
    except OSError:
        return 0.0


def _load(connection: Any, **_words: Any) -> None:
    """Copy a snapshot into a database that is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")
        if cursor.fetchone()[0]:
            return
    found = nearest()
    if found is None:
        return
    source = sqlite3.connect(found)
    try:
        source.backup(connection.connection)
    finally:
        source.close()
