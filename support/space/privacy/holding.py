"""What a space hands to ``common.privacy``: how the forum's part of a copy is made, and how it is deleted."""

from __future__ import annotations

from support.common.privacy.holdings import Holding
from support.space.privacy.erasing import erase
from support.space.privacy.exporting import export

FORUM = Holding("forum", export, erase)
