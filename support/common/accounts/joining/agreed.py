"""How it is written down, on the way through the first pages, to which versions of which texts somebody agrees."""

from __future__ import annotations

from support.common.accounts.agreements import Agreement, required


def version(agreement: Agreement) -> str:
    """One text in one version: ``guidelines.1``."""
    return f"{agreement.key}.{agreement.version}"


def versions() -> list[str]:
    """All that is asked for at present, in its order."""
    return [version(one) for one in required()]
