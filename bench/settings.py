"""Settings of the measurement: the hub as it is served, with Wagtail's own API beside ours."""

from hub.settings.dev import *

DEBUG = False
ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2"]
HUB_API_RATE = 1_000_000_000
LOGGING = {"version": 1, "disable_existing_loggers": True}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
