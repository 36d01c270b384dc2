"""The documents of the API as JSON Schema, for the OpenAPI file: one module each family.

Answers are stored text, so these schemas write nothing: tests hold the answers against them.
"""

from api.shapes import (
    changes,
    collections,
    cooperatives,
    entries,
    problems,
    root,
    subscriptions,
    vocabularies,
)
from api.shapes.building import Schema

COMPONENTS: dict[str, Schema] = {
    **entries.COMPONENTS,
    **collections.COMPONENTS,
    **changes.COMPONENTS,
    **cooperatives.COMPONENTS,
    **vocabularies.COMPONENTS,
    **subscriptions.COMPONENTS,
    **root.COMPONENTS,
    **problems.COMPONENTS,
}

__all__ = ["COMPONENTS", "Schema"]
