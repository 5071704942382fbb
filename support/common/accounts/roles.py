"""Who may do what: the one table of roles and permissions, and which application has which roles (S50, S54).

A view declares the permission that it asks for (``kernel/access.py``); a member of the staff holds roles. What a role
may do is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable

# permission: what it opens
PERMISSIONS = {
    "account": "one's own account: devices, passphrase, recovery codes, export, deletion",
    "space": "the peer space: boards, threads, one's own posts",
    "second": "showing the second factor after the passphrase",
    "enrol": "adding the first second factor",
    "recover": "choosing a new passphrase after a recovery code",
    "desk": "the staff's own pages",
    "people.see": "who belongs to the staff",
    "people.propose": "proposing a new member of the staff, another role, an end of a suspension",
    "people.confirm": "confirming what somebody else has proposed",
    "people.suspend": "suspending a member of the staff at once",
    "audit.read": "the log of what the staff did",
    "review": "reading what waits, and deciding about it",
    "review.lead": "what only a lead decides: where two readers differ",
    "boards": "naming, ordering, opening and closing the boards",
}

LEADING = ("people.see", "people.propose", "people.confirm", "people.suspend", "audit.read")
ROLES: dict[str, tuple[str, ...]] = {
    "moderator": ("desk", "review"),
    "lead": ("desk", "review", "review.lead", "boards", *LEADING),
    "editor": ("desk",),
    "administrator": ("desk", *LEADING),
}
ROLES_OF_PART = {
    "site": ("editor", "administrator"),
    "survivors": ("moderator", "lead"),
    "prevention": ("moderator", "lead"),
}
FIRST_ROLE = {"site": "administrator", "survivors": "lead", "prevention": "lead"}
OF_EVERYBODY = ("account", "space")  # whoever is fully signed in, member or staff


def allowed(roles: Iterable[str], permission: str) -> bool:
    """Whether one of the roles gives the permission."""
    return any(permission in ROLES.get(role, ()) for role in roles)
