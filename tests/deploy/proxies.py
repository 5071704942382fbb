"""The shipped proxies started on free ports of the loopback, and asked as a browser would."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.serving import _free_port
from tests.deploy.certificate import self_signed
from tests.deploy.units import DEPLOY, HOSTS

HOST = HOSTS["site"]
UPSTREAM = {"site": "127.0.0.1:8000", "survivors": "127.0.0.1:8001", "prevention": "127.0.0.1:8002"}
ONION = "a" * 56 + ".onion"
CLIENT = "127.0.0.77"  # a loopback address of its own, so that it can be found in a log
KINDS = ("nginx", "caddy")
PATIENCE_SECONDS = 30
NGINX_MAIN = """daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/main-error.log;
events {{}}
http {{
    access_log {folder}/main-access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxied; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include sites/stillwater.conf;
    include sites/stillwater-spaces.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back: ``headers`` in order, names in small letters, each as often as it was sent."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]


@dataclass(frozen=True)
class Front:
    """A running proxy: its kind, its folder with everything it wrote, and its three ports."""

    kind: str
    folder: Path
    https: int = field(default_factory=_free_port)
    http: int = field(default_factory=_free_port)
    onion: int = field(default_factory=_free_port)

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        by: str = "https",
        host: str = "",
        body: bytes | None = None,
        **headers: str,
    ) -> Answer:
        """One request from :data:`CLIENT`. ``by`` is https, http or onion; ``_`` in a header's name stands for ``-``."""
        port, name = {"https": (self.https, HOST), "http": (self.http, HOST), "onion": (self.onion, ONION)}[by]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        ours = host if host in HOSTS.values() else HOST
        connection.sock = self.connected(port, tls=by == "https", name=ours)
        own = {"Host": host or name, "Connection": "close"}
        connection.request(method, path, body, own | {key.replace("_", "-"): value for key, value in headers.items()})
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        connection.close()
        return Answer(response.status, [(key.lower(), value) for key, value in response.getheaders()], text)

    def connected(self, port: int, *, tls: bool, name: str = HOST) -> socket.socket:
        """A connection from :data:`CLIENT`."""
        plain = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(CLIENT, 0))
        if not tls:
            return plain
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        return context.wrap_socket(plain, server_hostname=name)

    def written(self) -> str:
        """Everything that the proxy wrote anywhere."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and "tls" not in path.parts]
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


@contextlib.contextmanager
def front(kind: str, folder: Path, ports: dict[str, int], pages: Path, *, mounted: bool = False) -> Iterator[Front]:
    """Run the shipped proxy before the servers on ``ports`` until the block ends; a part without one is not there.

    ``mounted``: with the lines for spaces below the site's own address.
    """
    program = shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, f"{kind} is missing: tools/install_test_programs installs it"
    (folder / "tls").mkdir(parents=True)
    self_signed(folder / "tls", *HOSTS.values())
    here = Front(kind, folder)
    command = [program, *{"nginx": _nginx, "caddy": _caddy}[kind](here, _moves(here, ports, pages), mounted)]
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env={"PATH": os.environ["PATH"]} | home, stdout=log, stderr=log)
        try:
            _wait_until_open(here, process)
            yield here
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def _moves(here: Front, ports: dict[str, int], pages: Path) -> dict[str, str]:
    """What stands in the shipped files, and what stands there in the test."""
    moves = {address: f"127.0.0.1:{ports.get(part) or _free_port()}" for part, address in UPSTREAM.items()}
    tls = {f"/etc/stillwater/{name}tls": str(here.folder / "tls") for name in ("survivors-", "prevention-", "")}
    folders = {f"/var/cache/stillwater{name}-pages": str(pages) for name in ("", "-survivors", "-prevention")}
    return moves | tls | folders


def _nginx(here: Front, moves: dict[str, str], mounted: bool) -> list[str]:
    (here.folder / "sites").mkdir()
    for name in ("stillwater-proxy.conf", "stillwater-headers.conf", "stillwater-mounted.conf"):
        shutil.copy(DEPLOY / "nginx" / name, here.folder / name)
    listens = {"listen 80": f"listen 127.0.0.1:{here.http}", "listen 443": f"listen 127.0.0.1:{here.https}"}
    onion = {"127.0.0.1:8081": f"127.0.0.1:{here.onion}", "your-onion-name.onion": ONION}
    below = {"# include stillwater-mounted": "include stillwater-mounted"} if mounted else {}
    _put(here, "nginx/stillwater.conf", "sites/stillwater.conf", moves | listens | onion | below)
    _put(here, "nginx/stillwater-spaces.conf", "sites/stillwater-spaces.conf", moves | listens)
    user = "user root;" if os.geteuid() == 0 else ""  # a test's folders are closed to others
    (here.folder / "nginx.conf").write_text(NGINX_MAIN.format(folder=here.folder, user=user), "utf-8")
    return ["-p", str(here.folder), "-c", str(here.folder / "nginx.conf")]


def _caddy(here: Front, moves: dict[str, str], mounted: bool) -> list[str]:
    ports = {"import space 8001": f"import space {moves[UPSTREAM['survivors']].rpartition(':')[2]}",
             "import space 8002": f"import space {moves[UPSTREAM['prevention']].rpartition(':')[2]}",
             "import space 8000": f"import space {moves[UPSTREAM['site']].rpartition(':')[2]}"}  # fmt: skip
    below = {"# import mounted": "import mounted"} if mounted else {}
    _put(here, "caddy/Caddyfile", "Caddyfile", {
        "\tbind 127.0.0.1": "\t", "http_port 80": f"http_port {here.http}",
        "https_port 443": f"https_port {here.https}\n\tdefault_bind 127.0.0.1", "onion:8081": f"onion:{here.onion}",
        "# tls /etc/stillwater/": "tls /etc/stillwater/", "your-onion-name.onion": ONION,
        **{before: after for before, after in moves.items() if not before.endswith((":8001", ":8002"))}, **ports, **below,
    })  # fmt: skip
    return ["run", "--adapter", "caddyfile", "--config", str(here.folder / "Caddyfile")]


def _put(here: Front, shipped: str, name: str, changes: dict[str, str]) -> None:
    text = (DEPLOY / shipped).read_text("utf-8")
    for before, after in changes.items():
        text = text.replace(before, after)
    left = re.findall(r"127\.0\.0\.1:80\d\d\b|/etc/stillwater|/var/cache", text.replace("$", ""))
    assert not left, f"{shipped} holds {left}, which the test cannot move to the loopback"
    (here.folder / name).write_text(text, "utf-8")


def _wait_until_open(here: Front, process: subprocess.Popen[bytes]) -> None:
    """Until all three ports answer."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    for port in (here.https, here.http, here.onion):
        while True:
            assert process.poll() is None, (
                f"{here.kind} ended at its start:\n{(here.folder / 'output.log').read_text()}"
            )
            assert time.monotonic() < give_up, f"{here.kind} does not listen"
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            time.sleep(0.05)
