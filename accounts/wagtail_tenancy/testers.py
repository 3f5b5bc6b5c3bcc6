"""What the editor offers an organizer on a page of theirs."""

from typing import Any

from wagtail.models import PagePermissionTester

from accounts import access


class OrganizerPagePermissionTester(PagePermissionTester):
    """Wagtail's rules, less what would take a page out of the product's hands: only staff copy, move, delete, lock or hide it."""

    @property
    def _is_staff(self) -> bool:
        return access.is_staff_user(self.user)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._is_staff and super().can_delete(ignore_bulk)

    def can_set_view_restrictions(self) -> bool:
        return self._is_staff and super().can_set_view_restrictions()

    def can_submit_for_moderation(self) -> bool:
        return self._is_staff and super().can_submit_for_moderation()

    def can_lock(self) -> bool:
        return self._is_staff and super().can_lock()

    def can_unlock(self) -> bool:
        return self._is_staff and super().can_unlock()

    def can_move(self) -> bool:
        return self._is_staff and super().can_move()

    def can_move_to(self, destination: Any) -> bool:
        return self._is_staff and super().can_move_to(destination)

    def can_copy(self) -> bool:
        return self._is_staff and super().can_copy()

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        return self._is_staff and super().can_copy_to(destination, recursive)
