"""What is written to the log (standard error), and that nobody's address or link is."""

from typing import Any

from hub.settings import env

LOG_LEVEL = env.choice("HUB_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "hub.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers are replaced by the one above.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Every state of every task would be a line; failures still are.
        "django_tasks": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},
    },
}
