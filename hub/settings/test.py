"""Settings for the tests: fast and closed to the outside.

Of the surroundings only DATABASE_URL and HUB_CI count: a run means the same everywhere.
A process that a test starts with settings of its own should use hub.settings.dev.
"""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("HUB_") and name != "HUB_CI"]:
    del os.environ[_name]
os.environ.pop("REDIS_URL", None)
os.environ["HUB_ENV_FILE"] = os.devnull
os.environ["HUB_VAR_DIR"] = tempfile.mkdtemp(prefix="coop-hub-test-")
atexit.register(shutil.rmtree, os.environ["HUB_VAR_DIR"], ignore_errors=True)

from hub.settings.base import *

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Wagtail's own search (the admin's lists) need not be kept while tests make hundreds of pages.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
LOGGING["root"]["level"] = "WARNING"
# The server of a live test and the test itself must not keep the database open behind them.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, as in operation. In memory all threads of a live test would share one connection,
    # which Python's sqlite3 does not survive every time; nothing here must outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
HUB_SERVE_MEDIA = True
# Tests run at night, too.
HUB_QUIET_HOURS = None
HUB_UNDO_SECONDS = 0
# Kinds of contents are put back first when a test's database is put back: others look them up.
INSTALLED_APPS.remove("django.contrib.contenttypes")
INSTALLED_APPS.insert(0, "django.contrib.contenttypes")
