"""The headers of every answer (safety.md S13, S15, S59 to S61, S64): one hook, whatever the status."""

from __future__ import annotations

import gzip
from functools import lru_cache
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DENIED = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-create", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED),
}
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
ONE_YEAR = "max-age=31536000; includeSubDomains"
WORTH_COMPRESSING_BYTES = 600


def protect(app: Flask) -> None:
    """Put the headers on every answer of the application, errors included."""
    app.after_request(_compress)
    app.after_request(_headers)


def allow_passkeys() -> None:
    """The present page may ask the browser for a passkey of this very origin; no other page may."""
    g.passkeys = True


def _headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if g.get("passkeys"):
        response.headers["Permissions-Policy"] = ", ".join(
            f"{name}=({'self' if name in PASSKEYS else ''})" for name in DENIED
        )
    if current_app.config["PART"] != "site":
        response.headers["X-Robots-Tag"] = "noindex, noarchive"  # the forum is closed to the public (S35)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
        if current_app.config["ONION_LOCATION"] and response.mimetype == "text/html":
            response.headers["Onion-Location"] = current_app.config["ONION_LOCATION"] + quote(
                request.path
            )  # S67: no query
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Language")
    if 300 <= response.status_code < 400:
        response.set_data(b"")  # a redirect carries no page, so none without the crisis band (promise 1)
        if "Location" in response.headers:
            response.headers["Location"] = _without_host(response.headers["Location"])
    return response


def _without_host(location: str) -> str:
    """Werkzeug's own redirects (a slash missing) name the host that the request named; ours are paths (S62)."""
    if not location.startswith(request.host_url):
        return location
    return "/" + location.removeprefix(request.host_url).lstrip("/")


def _compress(response: Response) -> Response:
    """HTML only; there is no session on these pages, so that nothing secret is beside what a reader can choose."""
    if response.mimetype != "text/html" or response.is_streamed or response.headers.get("Content-Encoding"):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= WORTH_COMPRESSING_BYTES and request.accept_encodings["gzip"] > 0 and not request.cookies:
        response.set_data(_zipped(body) if "kept_answer" in g else gzip.compress(body, compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _zipped(body: bytes) -> bytes:
    """A page that many get alike: compressed once, and better than there is time for otherwise."""
    return gzip.compress(body, compresslevel=9, mtime=0)
