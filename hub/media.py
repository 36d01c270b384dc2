"""Serves uploaded pictures where no web server stands before the hub that would do it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve as serve_file

# Documents are given out by Wagtail alone, which asks first who may read them.
GUARDED = "documents/"


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one uploaded picture; raise Http404 for anything else."""
    if path.startswith(GUARDED):
        raise Http404
    response = serve_file(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=86400"
    return response
