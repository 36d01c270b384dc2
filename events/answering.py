"""A person's word on practices that may answer a need: the only writer of `NeedAnswer`."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models import Need, NeedAnswer
from events.models.path_choices import AnswerState


@transaction.atomic
def decide(
    *,
    need: Need,
    page_id: int,
    state: AnswerState,
    user: Any,
    reasons: dict[str, list[str]] | None = None,
) -> NeedAnswer:
    """Accept or dismiss a practice for a need; a later word takes the place of an earlier one."""
    answer, _is_new = NeedAnswer.objects.update_or_create(
        need=need,
        page_id=page_id,
        defaults={
            "state": state,
            "reasons": reasons or {},
            "decided_by": user,
            "decided_at": timezone.now(),
        },
    )
    return answer


@transaction.atomic
def forget(*, need: Need, page_id: int) -> bool:
    """Take a decision back: the practice may be suggested again. False where there was none."""
    answer = NeedAnswer.objects.filter(need=need, page_id=page_id).first()
    if answer is None:
        return False
    answer.delete()
    return True
