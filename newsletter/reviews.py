"""What an issue showed when it was approved in Wagtail's workflow."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved

from newsletter import steering
from newsletter.models import IssuePage


@receiver(workflow_approved, dispatch_uid="newsletter.keep_reviewed")
def keep_reviewed(instance: WorkflowState, **_kwargs: Any) -> None:
    """The page has been published by now; one that is to be published later is left out."""
    if instance.base_content_type.model == "page":
        page = IssuePage.objects.filter(pk=instance.object_id, live=True).first()
        if page is not None:
            steering.keep_reviewed(page=page)
