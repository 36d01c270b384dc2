"""`.env.example` names every variable that the settings read, and no other."""

import ast
import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = {
    "boolean",
    "choice",
    "daily_span",
    "database",
    "folder",
    "integer",
    "mail_servers",
    "mailbox",
    "optional_address",
    "optional_mailbox",
    "optional_rate",
    "rates",
    "required",
    "text",
    "web_address",
    "words",
}


def variables_read() -> set[str]:
    names = set()
    for path in (ROOT / "hub" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
                    args=[ast.Constant(value=str(name)), *_],
                ) if reader in READERS:
                    names.add(name)
    return names


def variables_explained() -> dict[str, str]:
    """Each variable with the line before it."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {
        line.partition("=")[0]: before
        for before, line in pairwise(lines)
        if re.match(r"[A-Z][A-Z_]+=", line)
    }


def test_every_variable_is_in_the_example_and_the_other_way_round():
    assert set(variables_explained()) == variables_read()


def test_every_variable_is_explained():
    assert all(before.startswith("#") for before in variables_explained().values())


def test_every_reader_is_looked_for():
    tree = ast.parse((ROOT / "hub" / "settings" / "env.py").read_text())
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert {name for name in functions if not name.startswith("_")} == READERS | {
        "prefixed",
        "read_file",
    }
