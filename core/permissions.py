"""What Wagtail asks before it lets anybody act on a page."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PagePermissionTester

from core import reach


class RegionalPermissionTester(PagePermissionTester):
    """Wagtail's answers, narrowed to the regions of whoever is limited to some.

    Every screen and every action of Wagtail and of wagtail-localize asks here, bulk actions and
    the admin's API included, because `PublicPage.permissions_for_user` gives this tester.
    """

    @property
    def is_within(self) -> bool:
        """Whether the page may be changed by this person, wherever it stands in the tree."""
        return reach.may_change(self.user, self.page)

    @property
    def may_appear(self) -> bool:
        """Whether it may be published by this person."""
        return reach.may_publish(self.user, self.page)

    def can_edit(self) -> bool:
        return bool(super().can_edit()) and self.is_within

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and self.is_within and self._rules_below()

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and self.may_appear

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and self.may_appear

    def can_lock(self) -> bool:
        return bool(super().can_lock()) and self.is_within

    def can_unlock(self) -> bool:
        return bool(super().can_unlock()) and self.is_within

    def can_submit_for_moderation(self) -> bool:
        return bool(super().can_submit_for_moderation()) and self.is_within

    def can_reorder_children(self) -> bool:
        # The order of a section is everybody's.
        return bool(super().can_reorder_children()) and not reach.is_limited(self.user)

    def can_move_to(self, destination: Page) -> bool:
        return bool(super().can_move_to(destination)) and self.is_within

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return bool(super().can_copy_to(destination, recursive)) and self.is_within

    def _rules_below(self) -> bool:
        """What lies below goes with the page: all of it must be within reach."""
        if not reach.is_limited(self.user):
            return True
        below: Any = self.page.get_descendants()
        return not below.exclude(pk__in=reach.narrow(below, self.user).values("pk")).exists()
