#!/usr/bin/env python
"""Resolves requirements*.in into requirements*.txt: exact versions, hashes, and what for.

`make lock` keeps the versions that still fit; `make lock UPGRADE=1` takes the newest that do.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `make lock` from {sources}; do not edit by hand."


@dataclass(frozen=True)
class Lock:
    """One file to make: from which sources, for which oldest Python, on top of which other file."""

    output: str
    sources: tuple[str, ...]
    python: str
    beneath: str = ""
    overrides: str = ""


LOCKS = (
    Lock("requirements.txt", ("requirements.in",), "3.11"),
    Lock("requirements-dev.txt", ("requirements-dev.in",), "3.11", beneath="requirements.txt"),
    Lock(
        "requirements-next.txt",
        ("requirements.in", "requirements-dev.in"),
        "3.12",
        overrides="requirements-next.in",
    ),
)


@dataclass(frozen=True)
class Pin:
    """One pinned package, its lines as pip reads them, and the packages that ask for it."""

    name: str
    lines: tuple[str, ...]
    askers: tuple[str, ...]


def normal(name: str) -> str:
    """Return a package name as the index writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def purposes(*sources: str) -> dict[str, str]:
    """Return what each directly required package is for, as the .in files say."""
    found = {}
    for source in filter(None, sources):
        for line in (ROOT / source).read_text().splitlines():
            match = re.match(r"([A-Za-z0-9._-]+)[^#]*#\s*(.+)$", line)
            if match:
                found[normal(match[1])] = match[2].strip()
    return found


def parse(text: str) -> list[Pin]:
    """Split what uv prints into pins."""
    pins: list[Pin] = []
    lines: list[str] = []
    askers: list[str] = []

    def close() -> None:
        if lines:
            name = normal(re.split(r"[=\[ ]", lines[0], maxsplit=1)[0])
            pins.append(Pin(name, tuple(lines), tuple(askers)))
            lines.clear()
            askers.clear()

    for line in text.splitlines():
        if line.startswith("    #"):
            asker = line.strip(" #").removeprefix("via").strip()
            if asker and not asker.startswith(("-r", "--override", "-c")):
                askers.append(asker)
        elif line.startswith("    "):
            lines.append(line)
        elif line.strip() and not line.startswith("#"):
            close()
            lines.append(line)
    close()
    return pins


def resolve(lock: Lock, upgrade: bool) -> str:
    """Run uv for one lock and return what it prints; stop with its own words when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "locked.txt"
        kept = ROOT / lock.output
        if kept.exists() and not upgrade:
            # uv keeps the versions it finds here; lines that include other files are not for it.
            output.write_text(re.sub(r"(?m)^-r .*\n", "", kept.read_text()))
        command = [sys.executable, "-m", "uv", "pip", "compile", *lock.sources]
        command += ["--universal", "--python-version", lock.python, "--no-python-downloads"]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet"]
        command += ["--no-emit-find-links", "--output-file", str(output)]
        command += ["--constraints", lock.beneath] if lock.beneath else []
        command += ["--overrides", lock.overrides] if lock.overrides else []
        command += ["--upgrade"] if upgrade else []
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(f"{lock.output}: no set of versions fits; see above.")
        return output.read_text()


def render(lock: Lock, pins: list[Pin], beneath: set[str]) -> str:
    """Write the file: a comment that says what for, then the pin with its hashes."""
    what_for = purposes(*lock.sources, lock.overrides)
    sources = " and ".join([*lock.sources, *filter(None, [lock.overrides])])
    parts = [HEADER.format(sources=sources)]
    if lock.beneath:
        parts.append(f"-r {lock.beneath}")
    for pin in pins:
        if pin.name in beneath:
            continue
        reason = what_for.get(pin.name) or f"via {', '.join(pin.askers)}"
        parts.append("\n".join([f"# {reason}", *pin.lines]))
    return "\n".join(parts) + "\n"


def main() -> None:
    """Make the files, in the order in which they build on each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest that fit")
    upgrade = parser.parse_args().upgrade
    for lock in LOCKS:
        pins = parse(resolve(lock, upgrade))
        held = parse((ROOT / lock.beneath).read_text()) if lock.beneath else []
        text = render(lock, pins, {pin.name for pin in held})
        (ROOT / lock.output).write_text(text)
        print(f"{lock.output}: {len(pins)} packages")


if __name__ == "__main__":
    main()
