"""The demo's command says what is wrong before it starts anything."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def demo(tmp_path: Path, port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HUB_VAR_DIR": str(tmp_path), "PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_port_that_is_taken_is_said_with_another_to_choose(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = demo(tmp_path, str(port))
    assert done.returncode == 1
    assert f"port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert f"PORT={port + 1} make demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_none_is_said(tmp_path: Path):
    done = demo(tmp_path, "eighty")
    assert done.returncode == 1
    # The next Wagtail says above it what the one after it will not take.
    last = done.stderr.strip().splitlines()[-1]
    assert last == "CommandError: PORT is 'eighty': use a whole number."
    assert "Traceback" not in done.stderr
