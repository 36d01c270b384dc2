"""A cache that several processes share, when REDIS_URL names one."""

import pytest
from django.core.cache import caches
from django.test import override_settings

SHARED = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:6379/15",
        "KEY_PREFIX": "coop-hub-test",
    }
}


@pytest.mark.redis
def test_counters_go_on_in_the_shared_cache():
    with override_settings(CACHES=SHARED):
        shared = caches["default"]
        shared.delete("limit")
        try:
            assert shared.add("limit", 1, timeout=60)
            assert not shared.add("limit", 1, timeout=60)
            assert shared.incr("limit") == 2
        finally:
            shared.delete("limit")
