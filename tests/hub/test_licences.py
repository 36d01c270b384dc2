"""The list of licences names what the hub runs on, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_package_has_its_licence_listed():
    pinned = set(re.findall(r"(?m)^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text()))
    table = (ROOT / "docs" / "licences.md").read_text().split("| --- | --- |", 1)[1]
    listed = dict(re.findall(r"(?m)^\| ([a-z0-9-]+) \| (\S.*) \|$", table.split("\n\n", 1)[0]))
    assert set(listed) == pinned
