"""Where browsers say that a page was read."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalogue import counting


@csrf_exempt  # there is no session that somebody could abuse
@never_cache
@require_POST
def reading(request: HttpRequest, subject: uuid.UUID) -> HttpResponse:
    """Count one reading, unless it comes from staff, a program, or another site's page."""
    is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if from_here and not is_staff and counting.is_person(request.headers.get("User-Agent", "")):
        counting.note(subject=subject)
    return HttpResponse(status=204)
