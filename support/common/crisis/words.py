"""How the kinds of bundled services are headed on the pages that need no database."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def kind_heading(kind: str) -> str:
    """The heading over the services of a kind, saying what they are for."""
    return {
        "hotline": _("Call somebody"),
        "text_line": _("Write a text message"),
        "chat": _("Chat online"),
        "prevention_service": _("If you are worried about your own thoughts or behaviour"),
        "victim_advocacy": _("Somebody at your side after a crime"),
        "peer_support": _("Talk with people who have been through it"),
        "self_help": _("Help yourself, step by step"),
        "shelter_finder": _("Find a shelter"),
        "therapist_finder": _("Find a therapist"),
        "legal_help": _("Legal help"),
        "image_removal": _("Get pictures taken down"),
        "reporting": _("Report a worry or a crime"),
    }[kind]
