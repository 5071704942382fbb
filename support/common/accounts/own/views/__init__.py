"""The pages of one's own account, for members and staff; the modules add their pages to one blueprint."""

from __future__ import annotations

from support.common.accounts.own.views import codes, passphrase
from support.common.accounts.own.views.overview import own

__all__ = ["codes", "own", "passphrase"]
