"""The pages of the desk, for whoever may review; the modules add their pages to one blueprint."""

from __future__ import annotations

from support.space.moderation.desk.views import decided, deciding, holding, queue
from support.space.moderation.desk.views.place import review

__all__ = ["decided", "deciding", "holding", "queue", "review"]
