"""B4: a thread of twenty posts for somebody who is signed in, as a share of hello; and the forum's part of B8."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import median

from bench.counting import counted
from bench.forum.spaces import Space
from bench.report import Figure, Plot, Row, Table
from bench.serving import Run, ask, serving
from support.common.accounts import cookies, sessions
from support.common.accounts.models import FULL, MEMBER, Account
from support.common.kernel import clock
from support.common.kernel.db import db

BUDGET, AIM = 0.15, 0.30
NO_HOUSEKEEPER = {"BENCH_HELLO": "yes"}  # it would build the search index meanwhile, in one of the two workers
HELLOS, PAGES = 3000, 400
MOST_QUERIES = {"thread": 6, "queue": 6}


def token(space: Space, account_id: object, kind: str = MEMBER) -> str:
    """The cookie of somebody who is signed in, as a browser sends it."""
    with space.app.app_context():
        account = db.session.get_one(Account, account_id)
        made = sessions.begin(db.session(), account, FULL, space.app.config["TIMES"], clock.now())
        db.session.commit()
        return f"{cookies.name_of(kind)}={made}"


def measure(spaces: Sequence[Space], rounds: int) -> Row:
    """Interleaved rounds of hello and of threads, on each database."""
    shares: dict[str, list[float]] = {}
    runs: dict[str, list[Run]] = {}
    with serving("bench.hello:app") as hello:
        for space in spaces:
            paths = [f"/en-GB/threads/{thread}" for thread in space.filled.threads]
            cookie = token(space, Random(1).choice(space.filled.writers))
            with serving("app:survivors", space.instance, {**space.settings, **NO_HOUSEKEEPER}) as server:
                for number in range(rounds + 1):  # the first one only warms up
                    before = ask(hello, ["/"], HELLOS)
                    seen = ask(server, paths, PAGES, "", cookie)
                    after = ask(hello, ["/"], HELLOS)
                    if number:
                        shares.setdefault(space.name, []).append(seen.rate / ((before.rate + after.rate) / 2))
                        runs.setdefault(space.name, []).append(seen)
                        runs.setdefault("hello", []).append(after)
    share = {name: median(values) for name, values in shares.items()}
    table = Table(
        ("page", "requests a second", "CPU ms of a request", "bytes", "share"),
        [(name, f"{median(r.rate for r in seen):.0f}", f"{median(r.cpu_ms for r in seen):.2f}",
          f"{median(r.bytes for r in seen):.0f}", f"{share.get(name, 1):.3f}") for name, seen in runs.items()],
    )  # fmt: skip
    return Row(
        "B4", "A thread of twenty posts, signed in", f"{rounds} rounds, each run between two of hello; pages of somebody "
        "who is signed in are never compressed. 200 threads in turn. The housekeeper rests: nothing is to be done.",
        [Figure(f"thread, {name}", value, BUDGET, at_least=True) for name, value in share.items()], [table],
        [Plot("threads", "A thread as a share of hello", list(share), {"share": list(share.values())},
              {"budget": BUDGET, "aim": AIM})],
    )  # fmt: skip


def _asked(seen: Sequence[str]) -> int:
    return sum(not statement.startswith("BEGIN") for statement in seen)


def count(spaces: Sequence[Space]) -> Row:
    """B8 for the forum: the most queries of fifty threads, and of the queue."""
    most: dict[tuple[str, str], int] = {}
    for space in spaces:
        addresses = {
            "thread": [f"/en-GB/threads/{thread}" for thread in space.filled.threads[:50]],
            "queue": ["/en-GB/moderate/queue"],
        }
        for what, paths in addresses.items():
            who, kind = (space.filled.writers[0], MEMBER) if what == "thread" else (space.filled.readers[1], "staff")
            client, cookie = space.app.test_client(use_cookies=False), token(space, who, kind)
            for path in paths:
                with space.app.app_context():
                    engine = db.engine
                with counted(engine) as seen:
                    answer = client.get(path, base_url="https://localhost", headers={"Cookie": cookie})
                if answer.status_code != 200:
                    raise RuntimeError(f"{path} answered {answer.status} {answer.location}")
                most[what, space.name] = max(most.get((what, space.name), 0), _asked(seen))
    return Row(
        "B8", "Queries of a page of the forum", "Of fifty threads, and of the queue with all that waits.",
        [Figure(f"{what}, {name}", value, MOST_QUERIES[what]) for (what, name), value in most.items()],
    )  # fmt: skip
