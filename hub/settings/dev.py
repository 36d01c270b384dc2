"""Settings for one's own machine: SQLite, local files, no account anywhere."""

from hub.settings import env
from hub.settings.base import *

DEBUG = env.boolean("HUB_DEBUG", True)
SECRET_KEY = env.text("HUB_SECRET_KEY", "for-development-only-never-use-this-key-on-a-real-server")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
WHITENOISE_USE_FINDERS = True
HUB_SERVE_MEDIA = env.boolean("HUB_SERVE_MEDIA", True)
HUB_DEMO = env.boolean("HUB_DEMO", False)

# Who tries things out at night wants to see them.
HUB_QUIET_HOURS = env.daily_span("HUB_QUIET_HOURS", "none")
