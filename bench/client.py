"""A small HTTP client that keeps several connections busy: ``python -m bench.client PORT CONNECTIONS COUNT ENCODING COOKIE``.

Paths come on standard input, one a line, and are asked for in turn. One line of JSON goes out: requests answered,
seconds, bytes, and every status that was not 200. It runs in a process of its own and only ever asks this machine.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

LONGEST_SECONDS = 60.0
HEADERS_END = b"\r\n\r\n"


@dataclass
class Connection:
    """One connection and what has arrived on it of the present answer."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)
    length: int = -1


@dataclass
class Tally:
    """What one run has seen."""

    answered: int = 0
    bytes: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


def request(path: str, port: int, encoding: str, cookie: str = "") -> bytes:
    """A GET as a browser in Britain sends it; ``cookie`` is of somebody who is signed in."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: en-GB,en;q=0.8"]
    lines += [f"Accept-Encoding: {encoding}"] if encoding else []
    lines += [f"Cookie: {cookie}"] if cookie else []
    return "\r\n".join([*lines, "", ""]).encode()


def run(
    paths: list[str], port: int, connections: int, count: int, encoding: str = "", cookie: str = ""
) -> dict[str, object]:
    """Ask ``count`` times over ``connections`` connections, each with one question on the way at a time."""
    asked = [request(path, port, encoding, cookie) for path in paths]
    tally, sent = Tally(), 0
    with selectors.DefaultSelector() as ready:
        opened = [Connection(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(connections)]
        for connection in opened:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(connection.socket, selectors.EVENT_READ, connection)
        started = time.perf_counter()
        for connection in opened:
            connection.socket.sendall(asked[sent % len(asked)])
            sent += 1
        while tally.answered < count and time.perf_counter() - started < LONGEST_SECONDS:
            for key, _mask in ready.select(1):
                if _arrived(key.data, tally) and sent < count:
                    key.data.socket.sendall(asked[sent % len(asked)])
                    sent += 1
        seconds = time.perf_counter() - started
        for connection in opened:
            connection.socket.close()
    return {"answered": tally.answered, "seconds": seconds, "bytes": tally.bytes, "wrong": tally.wrong}


def _arrived(connection: Connection, tally: Tally) -> bool:
    """Take in what has come; whether an answer is now complete."""
    data = connection.socket.recv(262_144)
    if not data:
        raise ConnectionError("the server closed a connection")
    connection.received += data
    if connection.length < 0:
        end = connection.received.find(HEADERS_END)
        if end < 0:
            return False
        head = bytes(connection.received[:end]).lower()
        place = head.index(b"content-length:") + 15
        connection.length = end + len(HEADERS_END) + int(head[place:].split(b"\r\n", 1)[0])
    if len(connection.received) < connection.length:
        return False
    status = connection.received[9:12].decode()
    if status != "200":
        tally.wrong[status] = tally.wrong.get(status, 0) + 1
    tally.answered += 1
    tally.bytes += connection.length
    connection.received.clear()
    connection.length = -1
    return True


if __name__ == "__main__":
    port, connections, count = (int(value) for value in sys.argv[1:4])
    print(json.dumps(run(sys.stdin.read().split(), port, connections, count, *sys.argv[4:6])))
