"""Words to write JSON Schema with."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

EXAMPLE_UID = "6f1c8a52-3b0e-5a4d-9c1f-2f6f7f0b8f11"
EXAMPLE_KEY = "0b7a4a0e-52a9-4c35-8a52-6b6c1c3a3f6d"


def text(description: str = "", **more: Any) -> Schema:
    """A string."""
    return _described({"type": "string", **more}, description)


def number(description: str = "", **more: Any) -> Schema:
    """A whole number."""
    return _described({"type": "integer", **more}, description)


def truth(description: str = "") -> Schema:
    """A yes or no."""
    return _described({"type": "boolean"}, description)


def moment(description: str = "") -> Schema:
    """A moment in UTC, to the second."""
    return text(description, format="date-time")


def day(description: str = "") -> Schema:
    """A day."""
    return text(description, format="date")


def uid(description: str = "") -> Schema:
    """A UUID."""
    return text(description, format="uuid")


def address(description: str = "") -> Schema:
    """A complete web address."""
    return text(description, format="uri")


def html(description: str) -> Schema:
    """HTML made of a few harmless elements, links complete."""
    return text(f"{description} HTML of a few harmless elements; links are complete.")


def word(description: str, *words: str) -> Schema:
    """One of some words."""
    return text(description, enum=list(words))


def constant(value: str) -> Schema:
    """Always the same word."""
    return {"type": "string", "const": value}


def ref(name: str) -> Schema:
    """Another document of this API."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema, description: str = "") -> Schema:
    """A list."""
    return _described({"type": "array", "items": schema}, description)


def by_language(schema: Schema, description: str) -> Schema:
    """A value for each language that has one: {"it": …, "en": …}."""
    return {"type": "object", "description": description, "additionalProperties": schema}


def document(description: str, properties: dict[str, Schema], *optional: str) -> Schema:
    """An object. Everything in it is always there, except what is named optional."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
    }


def one_of_kinds(description: str, names: dict[str, str], key: str) -> Schema:
    """One of some documents, told apart by the word under `key`."""
    return {
        "description": description,
        "oneOf": [ref(name) for name in dict.fromkeys(names.values())],
        "discriminator": {
            "propertyName": key,
            "mapping": {word: f"#/components/schemas/{name}" for word, name in names.items()},
        },
    }


def page(description: str, items: Schema, **more: Schema) -> Schema:
    """A page of a list, with the address of the next one."""
    properties = {
        "items": many(items),
        "next": or_null(address("Where the list goes on; null at its end.")),
        **more,
    }
    return document(description, properties)


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema
