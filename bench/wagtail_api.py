"""Wagtail's API v2 on the same pages, with the same content: mounted for the measurement only.

Nobody should serve this: it shows what a page refers to without asking whether that is public.
"""

from typing import Any

from rest_framework import serializers
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.fields import ImageRenditionField

from core.blocks.data import CARD_SIZE, FULL_SIZE
from core.models import Territory, Topic
from practices.models import Cooperative, PracticePage


class CodedSerializer(serializers.Serializer):
    """A topic or a territory: code and label."""

    code = serializers.CharField()

    def to_representation(self, instance: Topic | Territory) -> dict[str, Any]:
        """Add the label in the page's language, for which the hub asks the database."""
        return {**super().to_representation(instance), "label": instance.label("it")}


class CooperativeSerializer(serializers.ModelSerializer):
    """A cooperative with its territory."""

    territory = CodedSerializer()

    class Meta:
        model = Cooperative
        fields = ["name", "municipality", "territory", "website"]


def _fields() -> list[Any]:
    plain = (
        "summary",
        "licence",
        "place",
        "maturity",
        "started_year",
        "need",
        "innovation",
        "what_did_not_work",
        "body",
    )
    return [
        *map(APIField, plain),
        APIField("topics", serializer=CodedSerializer(many=True)),
        APIField("territories", serializer=CodedSerializer(many=True)),
        APIField("lead_cooperative", serializer=CooperativeSerializer()),
        APIField("image", serializer=ImageRenditionField(CARD_SIZE, source="lead_image")),
        APIField("lead_image", serializer=ImageRenditionField(FULL_SIZE)),
    ]


PracticePage.api_fields = _fields()

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)
