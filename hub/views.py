"""Answers of the house itself: whether it is well, and what it says when something is wrong."""

import sys
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api import errors
from api.errors import OUTAGES, RETRY_AFTER

API_PREFIX = "/api/"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the hub can serve: 200 when its database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OUTAGES:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400: what was sent cannot be read."""
    if request.path_info.startswith(API_PREFIX):
        return errors.answer(request, errors.Problem())
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 403: known, and not allowed."""
    if request.path_info.startswith(API_PREFIX):
        return errors.answer(request, errors.Forbidden())
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404: nothing public has this address."""
    if request.path_info.startswith(API_PREFIX):
        return errors.answer(request, errors.NotFound())
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away, 500 for a mistake of ours; nothing inside is shown.

    Django calls this while the exception is being handled. The pages are made without asking the
    database or the request for anything.
    """
    away = isinstance(sys.exc_info()[1], OUTAGES)
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
    if request.path_info.startswith(API_PREFIX):
        problem = errors.Unavailable() if away else errors.Failure()
        response = errors.answer(request, problem)
    else:
        response = HttpResponse(render_to_string(f"{status.value}.html"), status=status)
    if away:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
