"""What staff do through our own buttons stands in the history, in words, without people."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from wagtail.log_actions import registry

ROOT = Path(settings.BASE_DIR)
OURS = sorted(path.parent for path in ROOT.glob("*/apps.py"))


def logged() -> dict[str, set[str]]:
    """Each action that is written down anywhere in our code, with what goes along as data."""
    found: dict[str, set[str]] = {}
    for path in (path for folder in OURS for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "log":
                continue
            given = {word.arg: word.value for word in node.keywords}
            action, data = given.get("action"), given.get("data")
            if isinstance(action, ast.Constant):
                keys = data.keys if isinstance(data, ast.Dict) else []
                names = {str(key.value) for key in keys if isinstance(key, ast.Constant)}
                found.setdefault(str(action.value), set()).update(names)
    return found


def ours() -> list[str]:
    rooms = tuple(f"{folder.name}." for folder in OURS)
    return sorted(name for name, _label in registry.get_choices() if name.startswith(rooms))


def test_whatever_is_written_down_has_words():
    assert {name for name in logged() if not registry.action_exists(name)} == set()


def test_the_words_are_there_in_both_languages():
    same = []
    for name in ours():
        with translation.override("en"):
            english = str(registry.get_action_label(name))
        with translation.override("it"):
            italian = str(registry.get_action_label(name))
        assert english
        if english == italian:
            same.append(name)
    assert same == []


@pytest.mark.parametrize("name", ["email", "address", "name", "phone", "tax_code", "contact"])
def test_no_data_about_people_goes_along(name):
    assert {action for action, data in logged().items() if name in data} == set()


def test_the_acts_that_staff_must_account_for_are_among_them():
    names = " ".join(ours())
    for word in ("newsletter.freeze", "newsletter.start", "newsletter.cancel", "core.import"):
        assert word in names
