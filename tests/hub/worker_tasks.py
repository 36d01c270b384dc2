"""Tasks for the tests of the worker; they leave marks in a folder."""

import time
from pathlib import Path

from django_tasks import task


@task()
def mark(folder: str, name: str) -> None:
    """Leave a mark."""
    (Path(folder) / name).touch()


@task()
def hold(folder: str) -> None:
    """Say that it has begun, then hold on until told to go on."""
    (Path(folder) / "begun").touch()
    while not (Path(folder) / "go-on").exists():
        time.sleep(0.02)
    (Path(folder) / "finished").touch()
