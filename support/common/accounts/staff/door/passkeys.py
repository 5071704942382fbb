"""Passkeys (WebAuthn level 2): the person is verified by their device, and nothing about them is kept on it (S49).

A passkey is bound to the very address of this application. What it signs is random, made for one sign-in, and used up
before anything else is looked at. Whatever is wrong, the answer is the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
import webauthn
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_user_handle
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.parse_authentication_credential_json import parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from support.common.accounts.models import PASSKEY, SecondFactor, SignIn
from support.common.accounts.staff.door import challenges
from support.common.accounts.staff.door.challenges import NotShown

ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
LONGEST_CREDENTIAL = 1364  # 1,023 bytes in base64url
Result = TypeVar("Result")


@dataclass(frozen=True)
class Party:
    """To whom a passkey is shown: the host it is bound to, the exact origin, and a name that says nothing more."""

    host: str
    origin: str
    name: str
    label: str


@dataclass(frozen=True)
class Made:
    """A new passkey, as it is stored."""

    credential: str
    public_key: str
    sign_count: int


@dataclass(frozen=True)
class Shown:
    """A passkey that was shown, and how often its device says that it was used: before, and now."""

    factor_id: uuid.UUID
    count_before: int
    count: int


@dataclass(frozen=True)
class _Kept:
    id: uuid.UUID
    public_key: str
    sign_count: int


def ask_to_make(session: Session, by: SignIn, party: Party, now: datetime) -> dict[str, Any]:
    """What the browser is asked for when a passkey is made. Raises :class:`NotShown` where the sign-in is gone."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=party.name,
        user_name=party.label,
        user_display_name=party.label,
        user_id=generate_user_handle(),  # random each time: it leads to no account
        challenge=challenges.new(session, by, challenges.CREATE, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,  # who holds the device does not learn of the account
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_known(session, by.account_id),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def ask_to_show(session: Session, by: SignIn, party: Party, now: datetime) -> dict[str, Any]:
    """What the browser is asked for when a passkey is shown. Raises :class:`NotShown` where the sign-in is gone."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=challenges.new(session, by, challenges.GET, now),
        allow_credentials=_known(session, by.account_id),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def made(session: Session, by: SignIn, party: Party, answer: str, now: datetime) -> Made:
    """The passkey in a browser's answer. Commits that its challenge is used. Raises :class:`NotShown`."""
    challenge = challenges.take(session, by, challenges.CREATE, now)
    checked = _or_not_shown(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    )
    credential = bytes_to_base64url(checked.credential_id)
    if len(credential) > LONGEST_CREDENTIAL:
        raise NotShown
    return Made(credential, bytes_to_base64url(checked.credential_public_key), checked.sign_count)


def find(session: Session, by: SignIn, party: Party, answer: str, now: datetime) -> Shown:
    """The passkey of this person that was shown. Commits that its challenge is used, whatever comes out.

    Whether it was shown once only, :func:`use` says. Raises :class:`NotShown`.
    """
    challenge = challenges.take(session, by, challenges.GET, now)
    given = _or_not_shown(lambda: parse_authentication_credential_json(answer))
    factor = _of(session, by.account_id, given.id)
    checked = _or_not_shown(
        lambda: webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(factor.public_key),
            credential_current_sign_count=factor.sign_count,
            require_user_verification=True,
        )
    )
    return Shown(factor.id, factor.sign_count, checked.new_sign_count)


def use(session: Session, shown: Shown) -> bool:
    """Move the passkey's counter. False where a copy of it was shown in the meantime. The caller commits."""
    wanted = sa.update(SecondFactor).where(SecondFactor.id == shown.factor_id)
    wanted = wanted.where(SecondFactor.sign_count == shown.count_before).values(sign_count=shown.count)
    return session.scalar(wanted.returning(SecondFactor.id)) is not None


def _known(session: Session, account_id: uuid.UUID) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys that the person has."""
    wanted = sa.select(SecondFactor.credential)
    wanted = wanted.where(SecondFactor.account_id == account_id, SecondFactor.kind == PASSKEY)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in session.scalars(wanted) if one]


def _of(session: Session, account_id: uuid.UUID, credential: str) -> _Kept:
    """The passkey of that person and no other."""
    wanted = sa.select(SecondFactor.id, SecondFactor.public_key, SecondFactor.sign_count)
    wanted = wanted.where(SecondFactor.account_id == account_id, SecondFactor.kind == PASSKEY)
    found = session.execute(wanted.where(SecondFactor.credential == credential)).one_or_none()
    session.rollback()
    if found is None:
        raise NotShown
    return _Kept(*found)


def _or_not_shown(check: Callable[[], Result]) -> Result:
    """What ``check`` returns. Whatever fails in reading what a stranger sent is the same refusal."""
    try:
        return check()
    except Exception as error:
        raise NotShown from error
