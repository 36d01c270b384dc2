"""The OpenAPI file as a page for people: what the template of the documentation shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from api.describing import FILE
from api.errors import CONTENT_TYPE, Problem
from api.shapes.problems import all_problems

EXAMPLE_HUB = "https://hub.example.org"


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter, or a member of a document: name, possible values, meaning."""

    name: str
    values: str
    text: SafeString
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that can be asked, or given something."""

    name: str
    method: str
    summary: str
    path: str
    paragraphs: list[SafeString]
    parameters: list[Row]
    document: str
    example: str
    problems: list[str]
    sent: str = ""
    sent_example: str = ""

    @property
    def try_url(self) -> str:
        """A link to try it with, where the address has no gap to fill."""
        return self.path if self.method == "GET" and "{" not in self.path else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the API: its members, or the documents it may be."""

    name: str
    text: SafeString
    rows: list[Row]
    choices: list[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the page shows."""

    operations: list[Operation]
    documents: list[Document]
    problems: list[type[Problem]]


@cache
def reference() -> Reference:
    """Read the committed file, once."""
    whole = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    paths = whole["paths"].items()
    schemas = whole["components"]["schemas"].items()
    answers = whole["components"]["responses"]
    return Reference(
        operations=[
            _operation(path, method, operation, answers)
            for path, methods in paths
            for method, operation in methods.items()
        ],
        documents=[_document(name, schema) for name, schema in schemas],
        problems=all_problems(),
    )


def code_words(text: str) -> SafeString:
    """Show what stands between backticks as code."""
    parts = text.split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", part) if at % 2 else part,)
            for at, part in enumerate(parts)
        ),
    )


def _operation(
    path: str, method: str, operation: dict[str, Any], answers: dict[str, Any]
) -> Operation:
    status = "200" if method == "get" else "202"
    answer = operation["responses"][status]["content"]["application/json"]
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
    examples = answer.get("examples", {}).values()
    example = next((one["value"] for one in examples), None)
    problems = [
        name.lower()
        for response in operation["responses"].values()
        if "$ref" in response
        for name in answers[_name(response)]["content"][CONTENT_TYPE]["examples"]
    ]
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        summary=operation["summary"],
        path=path,
        paragraphs=[code_words(part) for part in operation["description"].split("\n\n")],
        parameters=[_parameter(one) for one in operation.get("parameters", [])],
        document=_values(answer["schema"]),
        example=_pretty(example) if example else "",
        problems=problems,
        sent=_values(sent["schema"]) if sent else "",
        sent_example=_pretty(sent["examples"]["example"]["value"]) if sent else "",
    )


def _parameter(parameter: dict[str, Any]) -> Row:
    return Row(
        name=parameter["name"],
        values=_values(parameter["schema"]),
        text=code_words(parameter["description"]),
        is_optional=not parameter.get("required", False),
    )


def _document(name: str, schema: dict[str, Any]) -> Document:
    required = schema.get("required", [])
    return Document(
        name=name,
        text=code_words(schema["description"]),
        rows=[
            Row(key, _values(value), code_words(value.get("description", "")), key not in required)
            for key, value in schema.get("properties", {}).items()
        ],
        choices=[_values(one) for one in schema.get("oneOf", [])],
    )


def _values(schema: dict[str, Any]) -> str:
    """What may stand there, in a few words."""
    if "$ref" in schema:
        return _name(schema)
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_values(one) for one in schema["anyOf"]))
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    words = [_one_kind(kind, schema) for kind in kinds]
    return " | ".join(words)


def _name(reference: dict[str, Any]) -> str:
    return str(reference["$ref"].rpartition("/")[2])


def _one_kind(kind: str, schema: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_values(schema['items'])}"
    if kind == "object" and "additionalProperties" in schema:
        return f"{_values(schema['additionalProperties'])} by name"
    if kind == "integer" and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if kind == "string":
        return str(schema.get("format", "text"))
    return kind


def _pretty(example: Any) -> str:
    text = json.dumps(example, ensure_ascii=False, indent=2)
    return text.replace(EXAMPLE_HUB, settings.HUB_URL)
