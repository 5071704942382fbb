"""Every page in every state, without script, keeps the rules of ``readers.keeps_the_rules`` in windows of every size.

With script the tests of accessibility ask the same of the same states.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenReader
from tests.browser.serving import Server
from tests.browser.states import broken_states, states
from tests.browser.windows import SIZES, exit_is_in_its_place, out_of_the_window

OPEN_ALL = "all => all.forEach(one => { one.open = true; })"


@pytest.mark.parametrize("state", [*states(), *broken_states()])
def test_a_page_keeps_the_rules(
    open_reader: OpenReader, server: Server, request: pytest.FixtureRequest, state: str
) -> None:
    on = request.getfixturevalue("broken_server") if state in broken_states() else server
    status, way = (states() | broken_states())[state]
    reader = open_reader(script=False, on=on)
    way(reader)
    page = reader.checked()
    assert reader.last_status == status
    page.locator("details").evaluate_all(OPEN_ALL)
    for name, size in SIZES.items():
        reader.size(size)
        assert out_of_the_window(reader) == [], name
        exit_is_in_its_place(reader)
