"""What SpamAssassin makes of a mail, without asking the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from email import message_from_string
from pathlib import Path


def program() -> str | None:
    """Where it is, None where it is not installed."""
    return shutil.which("spamassassin")


def verdict(raw: bytes, folder: Path) -> tuple[float, str]:
    """The score of a mail as it arrives, and the rules it has met."""
    found = program()
    assert found is not None
    preferences = folder / "user_prefs"
    preferences.write_text("use_bayes 0\nuse_auto_whitelist 0\n", encoding="ascii")
    run = subprocess.run(
        [found, "--local", "--test-mode", f"--prefspath={preferences}"],
        input=raw,
        env=os.environ | {"HOME": str(folder), "LANG": "C.UTF-8"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    message = message_from_string(run.stdout.decode("utf-8", "replace"))
    status = " ".join(str(message["X-Spam-Status"]).split())
    score = re.search(r"score=(-?[\d.]+)", status)
    assert score is not None, status
    return float(score.group(1)), status
