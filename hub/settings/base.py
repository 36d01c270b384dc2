"""Settings shared by every environment; the others change only what differs."""

from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env.read_file(Path(env.text("HUB_ENV_FILE", str(BASE_DIR / ".env"))))

from hub.settings.api import *
from hub.settings.logs import *
from hub.settings.mail import *
from hub.settings.security import *

VAR_DIR = env.folder("HUB_VAR_DIR", BASE_DIR / "var")

# --- address -----------------------------------------------------------------
HUB_NAME = env.text("HUB_NAME", "Coop Hub")
HUB_URL = env.web_address("HUB_URL", "http://127.0.0.1:8000")
HUB_HOST = urlsplit(HUB_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.words("HUB_ALLOWED_HOSTS", [HUB_HOST])
CSRF_TRUSTED_ORIGINS = [HUB_URL]
WAGTAILADMIN_BASE_URL = HUB_URL
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"

# Where the site shows what the rooms below it know only by name.
ABSOLUTE_URL_OVERRIDES = {
    "catalogue.curatedcollection": lambda collection: reverse(
        "home:collection", args=[collection.slug]
    ),
    "core.topic": lambda topic: reverse("home:topic", args=[topic.slug]),
    "core.territory": lambda territory: reverse(
        "home:territory", args=[territory.address_part(get_language() or LANGUAGE_CODE)]
    ),
}

# --- rooms, from the top floor down ------------------------------------------
INSTALLED_APPS = [
    "hub",
    "api",
    "home",
    "search",
    "newsletter",
    "partners",
    "catalogue",
    "calls",
    "practices",
    "events",
    "core.apps.CoreConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "core.apps.StaffConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "corsheaders",
    "csp",
    "anymail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "hub.middleware.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.middleware.OpenCorsMiddleware",
    "hub.middleware.PolicyMiddleware",
    "hub.middleware.ReadableAddressMiddleware",
    "hub.middleware.VisitSessionMiddleware",
    "hub.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hub.middleware.PageMethodMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hub.middleware.VisitorMiddleware",
    "hub.middleware.VisitMessageMiddleware",
    "hub.middleware.ScreenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hub.signing_in.TriesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
        },
    },
]

# --- database, cache, tasks --------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hub.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing, readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Django keeps no plans unless told to; what is kept is chosen in `api.statements`.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- people ------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["hub.signing_in.CarefulBackend"]
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "hub.signing_in.CarefulPasswordResetForm"  # noqa: S105
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# --- languages ---------------------------------------------------------------
LANGUAGE_CODE = "it"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
WAGTAIL_I18N_ENABLED = True
# Submitting a translation must not publish untranslated text at the translated address.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
USE_I18N = True
# The second holds Italian for what libraries leave in English: docs/translating.md.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
TIME_ZONE = "Europe/Rome"
USE_TZ = True

# --- files -------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("HUB_STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("HUB_MEDIA_ROOT", VAR_DIR / "media")
HUB_SERVE_MEDIA = env.boolean("HUB_SERVE_MEDIA", False)
# The demo also shows the mails it has caught.
HUB_DEMO = False
# Whether the worker asks other sites if links to them still lead somewhere.
HUB_CHECK_LINKS = env.boolean("HUB_CHECK_LINKS", False)
# How long partners are told of what was withdrawn; mirrors that come later start anew.
HUB_CHANGES_KEPT_DAYS = env.integer("HUB_CHANGES_KEPT_DAYS", 400, minimum=30, maximum=36_500)
MAILBOX_DIR = VAR_DIR / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Wagtail -----------------------------------------------------------------
WAGTAIL_SITE_NAME = HUB_NAME
WAGTAILIMAGES_IMAGE_MODEL = "core.HubImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.HubDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "wagtail.search.backends.database"}
}
