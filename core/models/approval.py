"""Reading by a second person, within that person's regions."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page

from core import reach


class ApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group; whoever is limited to regions approves only what belongs to them."""

    class Meta:
        verbose_name = _("approval by a group, each in their regions")
        verbose_name_plural = _("approvals by a group, each in their regions")

    def user_can_access_editor(self, obj: models.Model, user: Any) -> bool:
        return bool(super().user_can_access_editor(obj, user)) and reach.may_change(user, obj)

    def locked_for_user(self, obj: models.Model, user: Any) -> bool:
        return bool(super().locked_for_user(obj, user)) or not reach.may_change(user, obj)

    def user_can_lock(self, obj: models.Model, user: Any) -> bool:
        return bool(super().user_can_lock(obj, user)) and reach.may_change(user, obj)

    def get_actions(self, obj: models.Model, user: Any) -> list[tuple[str, Any, bool]]:
        """Approve or send back, where the content could be published by this person, too."""
        return super().get_actions(obj, user) if self._may_judge(user, obj) else []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if not reach.is_limited(user):
            return states
        within = [str(pk) for pk in reach.page_ids(user).values_list("pk", flat=True)]
        pages = ContentType.objects.get_for_model(Page)
        return states.filter(
            workflow_state__base_content_type=pages, workflow_state__object_id__in=within
        )

    @staticmethod
    def _may_judge(user: Any, obj: models.Model | None) -> bool:
        """Nobody approves a draft of their own for another region."""
        if obj is None or not reach.is_limited(user):
            return obj is not None
        return reach.lies_within(user, getattr(obj, "specific_class", None) or type(obj), obj.pk)

    @classmethod
    def get_description(cls) -> str:
        text = _("Members of the chosen groups approve, each in the regions they are limited to")
        return str(text)
