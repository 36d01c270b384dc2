"""The public API: who may ask how often, and how it describes itself."""

from typing import Any

from hub.settings import env

# Requests a minute from one address; published at /api/v1/.
HUB_API_RATE = env.integer("HUB_API_RATE", 600, minimum=1, maximum=1_000_000)

# The API's own rules stand in `api.endpoint`: other packages use the same framework in the admin.
REST_FRAMEWORK: dict[str, Any] = {
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "api.describing.EndpointSchema",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Coop Hub API",
    "DESCRIPTION": (
        "Everything a hub publishes, for partner sites and programs: practices, calls, events, "
        "participation paths, pages and newsletter issues; curated collections of them; and the "
        "changes, so that a mirror can be kept in step. Public reads need no key. One "
        "address takes something in: partners' own forms may ask for the newsletter."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVERS": [{"url": "/", "description": "The hub that serves this file"}],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PREPROCESSING_HOOKS": ["api.describing.only_the_api"],
    "POSTPROCESSING_HOOKS": ["api.describing.with_components"],
    "SORT_OPERATION_PARAMETERS": False,
    "SORT_OPERATIONS": False,
}

# Scripts of any site may read what is public; nothing is ever sent with credentials.
CORS_URLS_REGEX = r"^/(api|id|[a-z]{2}/feeds)/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
# POST is for signing up to the newsletter alone: `hub.middleware` leaves it out elsewhere.
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "content-type",
    "if-modified-since",
    "if-none-match",
]
CORS_EXPOSE_HEADERS = [
    "Content-Location",
    "ETag",
    "Last-Modified",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
]
CORS_PREFLIGHT_MAX_AGE = 86_400
