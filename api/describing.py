"""How the API describes itself: the OpenAPI file is made from the endpoints themselves."""

from __future__ import annotations

import inspect
import re
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from api.endpoint import Endpoint
from api.errors import CONTENT_TYPE, NotAcceptable, Problem, TooManyRequests, Unavailable
from api.parameters import Parameter
from api.shapes import COMPONENTS, Schema, problems
from api.shapes.building import EXAMPLE_UID, ref
from api.shapes.posting import Posting

FILE = settings.BASE_DIR / "api" / "openapi.yaml"

# These can come from every address.
COMMON_PROBLEMS: tuple[type[Problem], ...] = (NotAcceptable, TooManyRequests, Unavailable)

PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "uid": {
        "type": {"type": "string", "format": "uuid"},
        "description": "The entry's identity.",
        "examples": [OpenApiExample("uid", value=EXAMPLE_UID)],
    },
    "code": {
        "type": {"type": "string", "maxLength": 80},
        "description": "The cooperative's code, from `/cooperatives/` or from an entry.",
        "examples": [OpenApiExample("code", value="terra-buona")],
    },
    "slug": {
        "type": {"type": "string", "maxLength": 80},
        "description": "The collection's name, from `/collections/`.",
        "examples": [OpenApiExample("slug", value="cura-del-territorio")],
    },
}
HEADERS: tuple[tuple[str, Schema, str, list[int]], ...] = (
    (
        "ETag",
        {"type": "string"},
        "The version. Send it back as `If-None-Match`: 304 means that you have it already.",
        [200, 304],
    ),
    (
        "Cache-Control",
        {"type": "string"},
        "How long shared caches may keep the answer, never beyond the next known expiry.",
        [200, 304],
    ),
    (
        "RateLimit-Policy",
        {"type": "string"},
        "The limit: `q` requests in `w` seconds from one address.",
        [200],
    ),
    ("Retry-After", {"type": "integer"}, "Seconds to wait.", [429, 503]),
    ("RateLimit", {"type": "string"}, "What is left (`r`), and for how long (`t`).", [429]),
)


class EndpointSchema(AutoSchema):
    """Describes an `Endpoint` by what it says of itself."""

    view: Endpoint  # type: ignore[override]

    @property
    def posting(self) -> Posting | None:
        """What is said of the operation where it is a POST."""
        return self.view.posting if self.method == "POST" else None

    def get_operation_id(self) -> str:
        return (self.posting or self.view).name.replace("-", "_")

    def get_description(self) -> str:  # type: ignore[override]
        described: Any = type(self.view).post if self.posting else type(self.view)  # type: ignore[attr-defined]
        return inspect.getdoc(described) or ""

    def get_summary(self) -> str:
        return (self.posting or self.view).summary

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        if self.posting is None:
            return None
        content = {
            "schema": ref(self.posting.body),
            "examples": {"example": {"value": self.posting.body_example}},
        }
        return {"content": {"application/json": content}, "required": True}

    def get_tags(self) -> list[str]:
        return [self._tokenize_path()[0] if self._tokenize_path() else "root"]

    def get_auth(self) -> list[dict[str, Any]]:
        return []

    def get_override_parameters(self) -> list[Any]:
        in_path = [
            OpenApiParameter(name, location=OpenApiParameter.PATH, required=True, **facts)
            for name, facts in PATH_PARAMETERS.items()
            if f"{{{name}}}" in self.path
        ]
        if self.posting:
            return []
        kept = (200, 304)
        in_answer = [
            OpenApiParameter(
                name,
                location=OpenApiParameter.HEADER,
                type=schema,
                description=description,
                response=list(statuses),
            )
            for name, schema, description, statuses in HEADERS
            if self.view.is_kept or tuple(statuses) != kept
        ]
        return [*in_path, *map(_described, self.view.parameters), *in_answer]

    def get_response_serializers(self) -> dict[Any, Any]:  # type: ignore[override]
        said = self.posting or self.view
        answers: dict[Any, Any] = {
            (202 if self.posting else 200, "application/json"): OpenApiResponse(
                ref(said.answer),
                description=str(COMPONENTS[said.answer]["description"]),
                examples=_examples(said.example),
            ),
        }
        if self.view.is_kept and not self.posting:
            answers[304] = OpenApiResponse(description="You have this version already.")
        by_status: dict[int, list[type[Problem]]] = {}
        for problem in (*said.problems, *COMMON_PROBLEMS):
            by_status.setdefault(problem.status.value, []).append(problem)
        for status, found in sorted(by_status.items()):
            answers[status, CONTENT_TYPE] = OpenApiResponse(
                ref("Problem"),
                description=" / ".join(str(problem.title) for problem in found) + ".",
                examples=[
                    OpenApiExample(problem.name, value=problems.example(problem))
                    for problem in found
                ],
            )
        return answers


def openapi() -> str:
    """The whole description as YAML, the same text for the same code."""
    with translation.override("en"):
        document = SchemaGenerator().get_schema(request=None, public=True)
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return str(text)


class _Dumper(yaml.SafeDumper):
    """Quotes codes such as "08", which YAML 1.1 takes for text and YAML 1.2 for a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if re.fullmatch(r"[-+]?\d[\d_.:-]*", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)


def only_the_api(endpoints: list[Any]) -> list[Any]:
    """Keep the addresses of this API (a hook of drf-spectacular)."""
    return [
        one for one in endpoints if issubclass(one[3].cls, Endpoint) and one[3].cls.is_described
    ]


def with_components(result: Schema, **_kwargs: Any) -> Schema:
    """Add the documents of `api.shapes`, and tell each problem once (a hook of drf-spectacular)."""
    answers: dict[str, Schema] = {}
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    examples = answer["content"][CONTENT_TYPE]["examples"]
                    name = "Or".join(key.title().replace("-", "") for key in examples)
                    answers[name] = answer
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    result["components"] = {
        "schemas": dict(sorted(COMPONENTS.items())),
        "responses": dict(sorted(answers.items())),
    }
    return result


def _described(parameter: Parameter) -> OpenApiParameter:
    examples = []
    if parameter.example is not None:
        examples = [OpenApiExample(parameter.name, value=parameter.example)]
    return OpenApiParameter(
        parameter.name,
        type=dict(parameter.schema),
        description=parameter.description,
        examples=examples,
    )


def _examples(value: Any) -> list[OpenApiExample]:
    return [] if value is None else [OpenApiExample("example", value=value)]
