"""Rules of the house that the start of the hub checks."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page

from core.models import PublicPage
from core.projection import projected_types


@register()
def every_page_type_is_projected(**kwargs: Any) -> list[CheckMessage]:
    """Every page type must be a PublicPage with a projection, or no channel would carry it."""
    projected = projected_types()
    return [
        Error(
            f"The page type {model.__name__} has no projection.",
            hint="Derive it from core.models.PublicPage and write a function with "
            "@projects(…) in the projection module of its room.",
            obj=model,
            id="core.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Page)
        and model is not Page
        and not (issubclass(model, PublicPage) and model in projected)
    ]
