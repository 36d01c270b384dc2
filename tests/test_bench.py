"""The measurement runs from end to end, on a hub so small that its figures mean nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import snapshots

ROOT = Path(__file__).parent.parent


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Measure, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=3600,
    )


@pytest.mark.slow
@pytest.mark.smtp_sink
def test_a_small_run_writes_a_page_and_killed_senders_lose_and_double_nothing(
    tmp_path: Path,
) -> None:
    page = tmp_path / "performance.md"
    sizes = ["--quick", "--sizes", "20", "--rounds", "1", "--seconds", "0.05", "--no-postgres"]

    snapshot = snapshots.nearest()
    start = ["--start", str(snapshot)] if snapshot else []

    run = bench(*sizes, *start, "--output", str(page))

    assert run.returncode == 0, run.stderr
    text = page.read_text(encoding="utf-8")
    assert text in run.stdout
    assert "SQLite, 20 |" in text
    assert re.search(r"beside Wagtail’s API v2[^|]*\| ≥ 100 × \| [\d,]+ × \|", text)
    assert re.search(r"beside an empty view[^|]*\| ≥ 60% \| \d+% \|", text)
    assert re.search(r"^\| changes, nothing new \|", text, re.MULTILINE)
    statements = re.search(r"^\| freeze: statements \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    assert statements is not None
    assert statements[1] == statements[2]
    assert re.search(r"^\| senders killed \| [1-9]", text, re.MULTILINE)
    for account in ("lost", "sent twice", "arrived and unknown to the ledger"):
        assert f"| {account} (to reach: 0) | 0 |" in text
    assert re.search(r"^\| Coop Hub, ledger included \| [\d,]+ \(\d+%\)", text, re.MULTILINE)


def test_what_was_not_measured_now_stays_as_it_was() -> None:
    words = (
        "from bench.reporting import page\n"
        "before = page('', {'rates': 'Fast.', 'kills': 'None lost.'})\n"
        "print(page(before, {'kills': 'Still none.'}))"
    )

    run = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert "<!-- measured: rates -->\nFast.\n" in run.stdout
    assert "<!-- measured: kills -->\nStill none.\n" in run.stdout
    assert "None lost." not in run.stdout
    assert "<!-- measured: reading -->\nNot measured yet.\n" in run.stdout


def test_a_size_that_cannot_be_measured_is_refused() -> None:
    run = bench("--sizes", "10")

    assert run.returncode == 2
    assert "20" in run.stderr
