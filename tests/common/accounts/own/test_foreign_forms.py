"""No form of these pages is taken from another site, or from another sign-in (safety.md S65)."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.accounts.models import ShownOnce
from tests.common.accounts.own.conftest import (
    OWN_WORDS,
    a_person,
    at_home,
    begun,
    code_opens,
    opens,
    rows,
    secrets_of,
    sign_ins,
)
from tests.common.accounts.walking import HOME, TAG

FORMS = {
    "/account/devices": {"others": "1"},
    "/account/passphrase": {"passphrase": "the present one"},
    "/account/passphrase/words": {"make": "1"},
    "/account/passphrase/own-words": {"passphrase": OWN_WORDS},
    "/account/passphrase/check": {"passphrase": "the new one"},
    "/account/codes": {"passphrase": "the present one"},
}


@pytest.mark.parametrize("why", ["another site", "no stamp", "a stamp of another sign-in", "a made-up stamp"])
def test_a_forged_form_changes_nothing(anywhere: Flask, why: str) -> None:
    who, stranger = a_person(anywhere), a_person(anywhere)
    at_home(who)
    here, elsewhere = at_home(who), at_home(stranger).open("/account/devices")
    new = begun(here, who)
    own = here.sent(here.form("/words"))["stamp"][0]
    stamps = {
        "another site": own,
        "no stamp": "",
        "a stamp of another sign-in": elsewhere.sent(elsewhere.form())["stamp"][0],
        "a made-up stamp": own[:-4] + "AAAA",
    }
    typed = {"the present one": who.passphrase, "the new one": new}
    site = "cross-site" if why == "another site" else "same-origin"
    for path, filled in FORMS.items():
        fields = {name: typed.get(value, value) for name, value in filled.items()} | {"stamp": stamps[why]}
        answer = here.client.post(TAG + path, data=fields, base_url=HOME, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403, path
        assert (sign_ins(who), len(rows(who, ShownOnce)), opens(who, who.passphrase)) == (2, 1, True), path
        assert secrets_of(here.open("/account/passphrase/words"))[0] == new, path
    assert code_opens(who, who.codes[0])


def test_nothing_changes_by_opening_an_address(anywhere: Flask) -> None:
    who = a_person(anywhere)
    at_home(who)
    here = at_home(who)
    new = begun(here, who)
    for path in FORMS:
        for query in ("?others=1", "?make=1", f"?passphrase={new}", "?seen=1"):
            here.client.get(TAG + path + query, base_url=HOME)
        assert (sign_ins(who), len(rows(who, ShownOnce)), opens(who, who.passphrase)) == (2, 1, True), path
