"""The pages of the staff's door: blueprint ``staff_door``, whose rules begin behind ``/<tag:tag>/<desk>``."""

from __future__ import annotations

from support.common.accounts.staff.door.views import coming_in, enrolling, own_factors, proving, with_passkeys
from support.common.accounts.staff.door.views.place import staff_door

PAGES = (coming_in, enrolling, own_factors, proving, with_passkeys)  # each puts its own on the blueprint

__all__ = ["PAGES", "staff_door"]
