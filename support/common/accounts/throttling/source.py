"""Where a request came from, as far as that tells people apart (safety.md S46). The answer is hashed, never kept."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from werkzeug import Request

HEADER = "X-Forwarded-For"
ONE_HOUSEHOLD = 64  # bits of an IPv6 address: what one connection is given to choose its addresses from
SHARED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


def source_of(request: Request, proxy_hops: int) -> str | None:
    """Where ``request`` came from, behind ``proxy_hops`` proxies of our own; nothing if many share it."""
    return source(request.remote_addr, request.headers.get(HEADER, ""), proxy_hops)


def source(remote: str | None, forwarded_for: str, hops: int) -> str | None:
    """An IPv4 address or an IPv6 /64, from the peer's address and the text of ``X-Forwarded-For``.

    With ``hops`` proxies in front, the entry that the outermost of them wrote counts, that many from the right: what
    stands left of it is what the sender claims. Nothing where many share it: an onion service, a proxy that tells
    nothing, a private network, or no address at all. Never raises.
    """
    if not hops:
        return _told_apart(remote or "")
    entries = forwarded_for.split(",")
    return _told_apart(entries[-hops]) if len(entries) >= hops else None


def _told_apart(text: str) -> str | None:
    address = _address(text.strip())
    if address is None or any(address in network for network in SHARED):
        return None
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), ONE_HOUSEHOLD), strict=False))
    return str(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in ``text``, which some proxies write with a port, in brackets or with a zone."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
