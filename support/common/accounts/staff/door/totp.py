"""The six digits of an authenticator app (RFC 6238: SHA-1, 30 seconds). A code works once (safety.md S49)."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import TOTP, SecondFactor
from support.common.sealing.vault import vault
from support.common.sealing.wrapping import KeyGone

SECRET_BYTES = 20  # 160 bits, the length of the hash (RFC 4226, section 4)
STEP_SECONDS, DIGITS = 30, 6
DRIFT = (-1, 0, 1)  # steps that a clock may be off
PLACE = "second_factor.sealed"


@dataclass(frozen=True)
class Fitting:
    """The app of a person whose code was typed, and the step of time that it belongs to."""

    factor_id: uuid.UUID
    step: int


def new_secret() -> str:
    """A secret for an app, in the letters and digits of base32 (32 of them)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def in_groups(secret: str) -> str:
    """The secret as people read and type it: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def address(secret: str, label: str, issuer: str) -> str:
    """What the picture says to an app. ``label`` and ``issuer`` stand in its list: they name no person."""
    return pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)


def step_at(now: datetime) -> int:
    """The number of the step of time."""
    return int(now.timestamp()) // STEP_SECONDS


def fitting_step(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code was typed; the latest, should two have the same code; None where none fits."""
    digits, counter = _digits(typed), pyotp.HOTP(secret)
    steps = [step_at(now) + drift for drift in DRIFT]
    fit = [step for step in steps if hmac.compare_digest(counter.at(step).encode(), digits.encode())]
    return max(fit, default=None)


def find(session: Session, account_id: uuid.UUID, typed: str, now: datetime) -> Fitting | None:
    """The app of the account whose code was typed. Reads only; whether the code is still unused, :func:`use` says."""
    apps = sa.select(SecondFactor.id, SecondFactor.sealed)
    apps = apps.where(SecondFactor.account_id == account_id, SecondFactor.kind == TOTP)
    for factor_id, sealed in session.execute(apps).all():
        try:
            secret = vault().open(account_id, sealed, place=PLACE, row=factor_id)
        except KeyGone:
            return None
        step = fitting_step(secret, typed, now)
        if step is not None:
            return Fitting(factor_id, step)
    return None


def use(session: Session, fitting: Fitting) -> bool:
    """Use a code up. False where it, or a later one, was used before. The caller commits."""
    wanted = sa.update(SecondFactor).where(SecondFactor.id == fitting.factor_id, SecondFactor.last_step < fitting.step)
    return session.scalar(wanted.values(last_step=fitting.step).returning(SecondFactor.id)) is not None


def _digits(typed: str) -> str:
    """The digits, of any script, without what people put between; empty where there is anything else."""
    signs = [sign for sign in typed[:40] if not sign.isspace() and sign not in "-–."]
    digits = "".join(str(unicodedata.decimal(sign, "")) for sign in signs)
    return digits if len(digits) == len(signs) == DIGITS else ""
