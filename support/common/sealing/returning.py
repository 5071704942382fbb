"""What was typed into a form that could not be taken, on its way back to the person who typed it (safety.md S12).

Every form is answered with a redirect, so that no browser keeps what was sent. What has to be shown again travels
sealed in the address: bound to its page and its sign-in, for half an hour at most. Secrets are never sent back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from flask import current_app, g, redirect, request
from werkzeug.wrappers import Response

from support.common.kernel import clock
from support.common.sealing.tokens import Sealer, TokenExpired, TokenInvalid, TokenTooLong

LIFETIME_SECONDS = 1800
LONGEST_VALUE = 300
ROOM = 3_000  # of an address, where a page asks for longer texts: servers read lines of 4,094 characters


@dataclass(frozen=True)
class Returned:
    """The fields as typed, and what is wrong with some of them: sentences by the name of the field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field."""
        return self.values.get(name, default)

    def error(self, name: str) -> str | None:
        """What is wrong with a field, or None."""
        return self.errors.get(name)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Pairs of field and sentence for the list on top of the page."""
        return list(self.errors.items())


def send_back(
    address: str, values: Mapping[str, str], errors: Mapping[str, str] | None = None, *, longest: int = LONGEST_VALUE
) -> Response:
    """Go to a page of ours (a path with its mount, without a query) and show these values and errors there.

    ``longest``: how many characters of a value are kept, for a page that asks for more than a short field.
    """
    cut = {name: value[:longest] for name, value in values.items()}
    sealer = _sealer(address.removeprefix(request.script_root))
    try:
        token = sealer.seal(msgspec.json.encode((cut, dict(errors or {}))), clock.now())
    except TokenTooLong:  # far more than any of these forms asks for: what is wrong is said all the same
        token = sealer.seal(msgspec.json.encode(({}, dict(errors or {}))), clock.now())
    return redirect(f"{address}?s={token}", 303)


def returned() -> Returned:
    """What came back to the present page; nothing where the address holds no token that opens here."""
    try:
        content = _sealer(request.path).open(request.args.get("s", ""), clock.now())
        return Returned(*msgspec.json.decode(content, type=tuple[dict[str, str], dict[str, str]]))
    except (TokenInvalid, TokenExpired, msgspec.DecodeError):
        return Returned()


def _sealer(path: str) -> Sealer:
    config = current_app.config
    purpose = f"returned:{config['PART']}:{path}:{g.get('form_owner', '')}"
    return Sealer(config["SECRET_KEY"], purpose, LIFETIME_SECONDS, config["SECRET_KEY_FALLBACKS"], room=ROOM)
