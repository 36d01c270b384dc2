"""What every address of the API has in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api import caching, errors, parameters, throttling
from api.errors import InvalidParameters, Problem
from api.parameters import Asked, Parameter
from api.shapes.posting import Posting

# What almost every program sends.
PLAIN = frozenset({"*/*", "application/json", "application/json, */*"})


class JsonOnly(DefaultContentNegotiation):
    """Answers in JSON; looks closely only where the caller does not plainly take it."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Take the only one; raise NotAcceptable if the caller does not take JSON."""
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        if accepted not in PLAIN:
            return super().select_renderer(request, renderers, format_suffix)
        [renderer] = renderers
        return renderer, renderer.media_type or ""


class Endpoint(APIView):
    """A resource that anybody may read; very few also take something in.

    Subclasses answer `get` with ready text. What else they say is how the OpenAPI file describes
    them: a name, a line, the schema of the answer with an example, the problems that may come.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    answer: ClassVar[str]
    example: ClassVar[Any] = None
    is_described: ClassVar[bool] = True
    is_kept: ClassVar[bool] = True
    """Whether caches may keep its answers, which then have a version."""
    posting: ClassVar[Posting | None] = None
    """What it says of itself where it takes something in, too."""
    problems: ClassVar[tuple[type[Problem], ...]] = (InvalidParameters,)
    # Public reads need no key, and the site's cookies are ignored.
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes = (JSONRenderer,)
    throttle_classes = (throttling.PublicThrottle,)
    content_negotiation_class: type[BaseContentNegotiation] = JsonOnly
    metadata_class = None
    http_method_names = ["get", "head", "options"]
    asked: Asked

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a plain read straight away; whatever is not plain goes the framework's way.

        Wrapping the request and negotiating one possible format cost more than the answer itself.
        What goes wrong is handed to the framework, which makes the problem document.
        """
        if not self._is_plain(request) or not throttling.take(request):
            return super().dispatch(request, *args, **kwargs)
        self.request, self.args, self.kwargs = request, args, kwargs  # type: ignore[assignment]
        try:
            self.asked = parameters.read(request.GET, self.parameters)
            answer: HttpResponse = self.get(request, *args, **kwargs)  # type: ignore[attr-defined]
        except Exception as error:  # noqa: BLE001 - what is not a problem document is raised again
            return self._problem(request, error, *args, **kwargs)
        answer.headers["RateLimit-Policy"] = throttling.policy()
        return answer

    def _problem(
        self, request: HttpRequest, error: Exception, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Do with an error what the framework does with one of its own."""
        self.headers = self.default_response_headers
        self.request = self.initialize_request(request, *args, **kwargs)
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = JSONRenderer.media_type
        response = self.handle_exception(error)
        return self.finalize_response(self.request, response, *args, **kwargs)

    def _is_plain(self, request: HttpRequest) -> bool:
        """Whether a request only reads, and takes the one format there is."""
        return request.method == "GET" and (
            request.META.get("HTTP_ACCEPT", "*/*") in PLAIN
            and self.renderer_classes == Endpoint.renderer_classes
        )

    def perform_authentication(self, request: Request) -> None:
        """Nobody is asked who they are."""

    def get_exception_handler(self) -> Callable[..., HttpResponse | None]:
        """Errors are problem documents."""
        return errors.handle

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the format, the limit and the parameters before anything is looked up."""
        super().initial(request, *args, **kwargs)
        self.asked = parameters.read(request.query_params, self.parameters)

    # The framework's types know only its own responses, its code takes any.
    def options(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say what can be done here."""
        return HttpResponse(status=204)

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        answer["RateLimit-Policy"] = throttling.policy()
        if request.method in {"GET", "HEAD"} and answer.status_code < 400:
            # Said where it helps, with OPTIONS and refusals: plain reads have no room for it.
            answer.headers.pop("Allow", None)
        return answer

    def serve(
        self,
        write: Callable[[], str],
        *,
        etag: str,
        until: datetime | None = None,
        modified_at: datetime | None = None,
        headers: dict[str, str] | None = None,
        content_type: str = "application/json",
    ) -> HttpResponse:
        """Answer 304 where the caller has this version already, else with the text it writes."""
        versions = caching.validators(etag, modified_at)
        answer = caching.known_already(self.request, versions)
        if answer is None:
            answer = HttpResponse(write(), content_type=content_type)
        answer.headers["Cache-Control"] = caching.cache_control(until)
        for name, value in (versions | (headers or {})).items():
            answer.headers[name] = value
        return answer

    def serve_data(self, data: Any) -> HttpResponse:
        """Answer with a small document that is the same for everybody."""
        body = as_json(data)
        return self.serve(lambda: body, etag=caching.tag(body))


def as_json(data: Any) -> str:
    """Write JSON the way entries are stored: compact, in UTF-8."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def items_as_json(items: list[str], next_address: str | None, **more: Any) -> str:
    """Write a list whose items are JSON text already."""
    rest = "".join(f",{as_json(name)}:{as_json(value)}" for name, value in more.items())
    return f'{{"items":[{",".join(items)}],"next":{as_json(next_address)}{rest}}}'
