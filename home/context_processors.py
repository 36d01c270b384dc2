"""What every page of the site needs to know."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the hub's name and public address."""
    return {"HUB_NAME": settings.HUB_NAME, "HUB_URL": settings.HUB_URL}
