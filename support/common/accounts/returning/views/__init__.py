"""The pages of coming back: ``signing_in`` for members of a space, ``recovering`` for every account."""

from __future__ import annotations

from support.common.accounts.returning.views.everybody import recovering
from support.common.accounts.returning.views.members import signing_in

__all__ = ["recovering", "signing_in"]
