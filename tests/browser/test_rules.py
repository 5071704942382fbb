"""Every page, in every state, with and without script, keeps the rules of ``readers.keeps_the_rules``."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.serving import Server
from tests.browser.states import broken_states, states


@pytest.mark.parametrize("state", states())
def test_a_page_keeps_the_rules(open_reader: OpenReader, script: bool, state: str) -> None:
    status, way = states()[state]
    reader = open_reader(script=script)
    way(reader)
    reader.checked()
    assert reader.last_status == status


@pytest.mark.parametrize("state", broken_states())
def test_a_page_keeps_the_rules_without_the_database(
    open_reader: OpenReader, broken_server: Server, script: bool, state: str
) -> None:
    status, way = broken_states()[state]
    reader = open_reader(script=script, on=broken_server)
    way(reader)
    reader.checked()
    assert reader.last_status == status
