"""Every page, in every state, without script keeps the rules of ``readers.keeps_the_rules``; with script, the tests of
accessibility ask the same of the same states."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.serving import Server
from tests.browser.states import broken_states, states


@pytest.mark.parametrize("state", states())
def test_a_page_keeps_the_rules_without_script(open_reader: OpenReader, state: str) -> None:
    status, way = states()[state]
    reader = open_reader(script=False)
    way(reader)
    reader.checked()
    assert reader.last_status == status


@pytest.mark.parametrize("state", broken_states())
def test_a_page_keeps_the_rules_without_the_database(
    open_reader: OpenReader, broken_server: Server, state: str
) -> None:
    status, way = broken_states()[state]
    reader = open_reader(script=False, on=broken_server)
    way(reader)
    reader.checked()
    assert reader.last_status == status
