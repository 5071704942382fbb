"""Where a request came from: one household at a time, and nothing where many share an address."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from support.common.accounts.throttling.source import source, source_of


@given(st.none() | st.text(), st.text(), st.integers(0, 5))
def test_any_text_is_answered_calmly(remote: str | None, forwarded_for: str, hops: int) -> None:
    found = source(remote, forwarded_for, hops)
    assert found is None or ip_network(found)


@given(st.integers(0x2000 << 48, (0x4000 << 48) - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_one_household_is_one_source(prefix: int, ending: int, another: int) -> None:
    one, other = (str(IPv6Address((prefix << 64) + last)) for last in (ending, another))
    assert source(one, "", 0) == source(other, "", 0) == f"{IPv6Address(prefix << 64)}/64"


@given(st.lists(st.text(alphabet="0123456789abcdef.:[]% ,"), max_size=4), st.integers(1, 5))
def test_what_the_sender_claims_does_not_count(claims: list[str], hops: int) -> None:
    ours = ["203.0.113.7", *["198.51.100.1"] * (hops - 1)]
    assert source("127.0.0.1", ", ".join([*claims, *ours]), hops) == "203.0.113.7"


@pytest.mark.parametrize(
    ("remote", "forwarded_for", "hops", "expected"),
    [
        ("203.0.113.7", "", 0, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", 0, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", 0, "203.0.113.7"),
        ("203.0.113.9", "203.0.113.7, 198.51.100.1", 1, "198.51.100.1"),
        ("203.0.113.9", "203.0.113.7, 198.51.100.1", 2, "203.0.113.7"),
        ("203.0.113.9", "203.0.113.7, 198.51.100.1", 3, None),
        ("203.0.113.9", "", 1, None),
        ("203.0.113.9", "203.0.113.7,", 1, None),
        ("127.0.0.1", "203.0.113.7:5000", 1, "203.0.113.7"),
        ("127.0.0.1", "[2001:db8:1:2::6]:5000", 1, "2001:db8:1:2::/64"),
        ("127.0.0.1", "2001:db8:1:2::6", 1, "2001:db8:1:2::/64"),
    ],
)
def test_the_outermost_proxy_of_our_own_is_believed(
    remote: str, forwarded_for: str, hops: int, expected: str | None
) -> None:
    assert source(remote, forwarded_for, hops) == expected


@pytest.mark.parametrize(
    "address",
    [
        None, "", "unix:", "unknown", "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fd12::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "_hidden", "1.2.3",
    ],
)  # fmt: skip
def test_what_many_share_is_no_source(address: str | None) -> None:
    assert source(address, "", 0) is None
    assert source("203.0.113.7", address or "", 1) is None


@pytest.mark.parametrize("address", ["172.32.0.1", "100.128.0.1", "11.0.0.1", "192.169.0.1", "223.255.255.255"])
def test_neighbours_of_shared_networks_are_sources(address: str) -> None:
    assert source(address, "", 0) == address


def test_a_request_is_asked_for_its_peer_or_its_header() -> None:
    headers = [("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-For", "203.0.113.7")]
    builder = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    request = Request(builder.get_environ())
    assert source_of(request, 0) == "203.0.113.9"
    assert source_of(request, 1) == "203.0.113.7"
    assert source_of(request, 2) == "198.51.100.1"
    assert source_of(Request({}), 0) is None
