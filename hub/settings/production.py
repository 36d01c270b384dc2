"""Settings of a real server: what must be told is asked for by name, and nothing goes over http."""

from django.core.exceptions import ImproperlyConfigured

from hub.settings import env
from hub.settings.base import *

DEBUG = False

SECRET_KEY = env.required(
    "HUB_SECRET_KEY",
    "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(60))' "
    "and keep it: all signed links depend on it.",
)
# Links and sessions signed with these older keys stay good while keys are changed.
SECRET_KEY_FALLBACKS = env.words("HUB_OLD_SECRET_KEYS", [])
# Addresses that must not be mailed are hashed with the first of these, recognised with all.
ADDRESS_KEYS = env.words("HUB_ADDRESS_KEYS", [])
env.required("HUB_URL", "It is the hub's public address, such as https://hub.example.org.")
env.required("DATABASE_URL", "Write postgres://user:password@host:5432/name.")
env.required("HUB_FROM_EMAIL", "Write Name <address@example.org>; newsletters come from it.")
if not HUB_URL.startswith("https://"):
    raise ImproperlyConfigured(f"HUB_URL is {HUB_URL!r}: a public hub needs an https:// address.")
if HUB_MAIL_PROVIDER == "smtp":
    env.required("HUB_SMTP_URL", "Write smtp://user:password@mail.example.org:587?tls=1.")

# --- https only --------------------------------------------------------------
SECURE_SSL_REDIRECT = True
# The health address is asked from inside, without https.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
if HUB_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer(
    "HUB_HSTS_SECONDS", 31_536_000, minimum=0, maximum=63_072_000
)  # one year
# Both reach beyond this host and can hardly be taken back, so a hub does not decide them by itself.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HUB_HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.boolean("HUB_HSTS_PRELOAD", False)
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

# --- files -------------------------------------------------------------------
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
