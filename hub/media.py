"""Serves uploaded pictures where no web server stands before the hub that would do it."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve as serve_file

from core.media import SHOWN_FOLDER
from newsletter.keeping import FOLDER as KEPT_FOLDER

# All that everybody may have; the web server's settings in docs/operating.md name the same. What
# was uploaded is never given out as it came, and documents by Wagtail alone, which asks first.
PUBLIC_FOLDERS = (SHOWN_FOLDER, KEPT_FOLDER)
# A picture may stop being public: whoever keeps a copy asks again after an hour.
SECONDS_IN_CACHES = 3600


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one public picture; raise Http404 for anything else."""
    # The file is looked for without dots and double slashes, so that is what counts.
    plain = posixpath.normpath(path).lstrip("/")
    if plain.partition("/")[0] not in PUBLIC_FOLDERS:
        raise Http404
    response = serve_file(request, plain, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"public, max-age={SECONDS_IN_CACHES}"
    return response
