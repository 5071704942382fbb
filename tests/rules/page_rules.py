"""What every page keeps, as functions from a page to what is wrong with it. ``test_pages.py`` runs them over the site."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

from tests.rules.page import Page, words

API = "/api/v3/"
TAG = re.compile(r"^/(?P<tag>[a-z]{2,3}(?:-[A-Z]{2})?)(?:/|$)")
NAME = "Stillwater"
OUTGOING = ("https", "http")
OTHER_SCHEMES = ("mailto", "sms", "tel")


def one_heading(page: Page) -> list[str]:
    """Exactly one h1 with words in it."""
    return [] if len(page.headings()) == 1 and page.headings()[0] else [f"h1: {page.headings()}"]


def language_and_direction(page: Page) -> list[str]:
    """``lang`` and ``dir`` on the root, for voices and for right-to-left readers (S98)."""
    html = page.root.attrib
    good = re.fullmatch(r"[a-z]{2,3}", html.get("lang", "")) and html.get("dir") in ("ltr", "rtl")
    return [] if good else [f"html lang={html.get('lang')!r} dir={html.get('dir')!r}"]


def title_names_the_site(page: Page) -> list[str]:
    """A title that says the function and the name of the site (S10, WCAG 2.4.2)."""
    function = page.title().replace(NAME, "").strip(" –-")
    return [] if NAME in page.title() and function else [f"title: {page.title()!r}"]


def crisis_band(page: Page) -> list[str]:
    """Help before the page's own words: a heading, at least one way to reach somebody, a link to all lines (S21)."""
    band = page.band()
    if band is None:
        return ["no crisis band"]
    targets = [link.attrib.get("href", "") for link in band.iter("a")]
    order = list(page.root.iter())
    main = next((order.index(element) for element in page.all("main")), len(order))
    return [
        *(["a band without words"] if not words(band) else []),
        *(
            ["nobody to call or write to"]
            if not any(t.startswith(("tel:", "sms:", "https://")) for t in targets)
            else []
        ),
        *(["no link to all lines"] if not any(re.search(r"/now$", target) for target in targets) else []),
        *(["the band comes after the page's own words"] if order.index(band) > main else []),
    ]


def exit_first(page: Page) -> list[str]:
    """The exit twice within the first three links, as real links to the same address (S1)."""
    links = [link.attrib["href"] for link in page.links()[:3]]
    exits = [target for target in links if target.endswith("/leave")]
    silent = [link for link in page.links()[:3] if link.attrib["href"].endswith("/leave") and not words(link)]
    return [] if len(exits) == 2 and len(set(exits)) == 1 and not silent else [f"the first links are {links}"]


def nothing_inline(page: Page) -> list[str]:
    """No style, script or handler inside the page: the policy forbids it and a browser would drop it (S60)."""
    faults = []
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        inline = element.tag == "style" or (element.tag == "script" and "src" not in element.attrib)
        handlers = [name for name in element.attrib if name == "style" or name.startswith("on")]
        if inline or handlers:
            faults.append(f"<{element.tag}> {handlers}")
    return faults


OWN_DEVICE = re.compile(r"/sign-in/own-device$")  # somebody said that the browser may remember (S47, decision D2)


def labelled_fields(page: Page) -> list[str]:
    """A name for every field and button (WCAG 4.1.2), and nothing that a browser keeps (S12)."""
    labels = {label.attrib.get("for") for label in page.all("label") if words(label)}
    faults = []
    if any(OWN_DEVICE.search(form.attrib.get("action", "")) for form in page.all("form")):
        return [f"no label: {one.attrib.get('name')}" for one in page.fields() if one.attrib.get("id") not in labels]
    for field in page.fields():
        attributes = field.attrib
        if attributes.get("id") not in labels and not attributes.get("aria-label"):
            faults.append(f"no label: {attributes.get('name')}")
        if field.tag != "input" or attributes.get("type", "text") in ("text", "search"):
            faults += [f"browsers keep it: {attributes.get('name')}"] if attributes.get("autocomplete") != "off" else []
    faults += [f"a button without words in {page.title()}" for button in page.all("button") if not words(button)]
    for form in page.all("form"):
        method, action = form.attrib.get("method", ""), form.attrib.get("action", "")
        if method != "post" or not action.startswith("/") or form.attrib.get("autocomplete") != "off":
            faults.append(f"form: method={method!r} action={action!r} autocomplete={form.attrib.get('autocomplete')!r}")
    return faults


def unique_ids(page: Page) -> list[str]:
    """No id twice, and whatever points at an id finds it."""
    ids = page.ids()
    faults = [f"twice: {name}" for name in {name for name in ids if ids.count(name) > 1}]
    for element in page.root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            faults += [
                f"{attribute} points at nothing: {name}"
                for name in element.attrib.get(attribute, "").split()
                if name not in ids
            ]
        target = element.attrib.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            faults.append(f"a link inside the page leads nowhere: {target}")
    return faults


def valid_nesting(page: Page) -> list[str]:
    """What a strict parser had to mend."""
    return list(page.mended)


def heading_levels(page: Page) -> list[str]:
    """Headings go down one level at a time, so that a screen reader's list of them is the outline of the page."""
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    return [f"h{before} is followed by h{after}" for before, after in itertools.pairwise(levels) if after > before + 1]


def own_addresses(page: Page) -> list[str]:
    """Addresses of ours are paths; others only in links that say nothing about where the reader came from (S19, S66)."""
    faults = []
    for element in page.root.iter():
        for attribute in ("href", "src", "action", "formaction", "srcset", "poster", "data", "ping", "background"):
            target = element.attrib.get(attribute)
            if target is None or target.startswith("#"):
                continue
            faults += _address_faults(str(element.tag), attribute, target, element.attrib.get("rel", ""))
        if element.attrib.get("target") or element.tag in ("iframe", "object", "embed", "base"):
            faults.append(f"<{element.tag} target={element.attrib.get('target')}>")
    refreshed = [meta for meta in page.all("meta") if meta.attrib.get("http-equiv", "").lower() == "refresh"]
    return faults + ["a page that goes on by itself"] * len(refreshed)


def _address_faults(tag: str, attribute: str, target: str, rel: str) -> list[str]:
    parts = urlsplit(target)
    if target.startswith("//") or "\\" in target or parts.username or parts.password:
        return [f"{tag} {attribute}={target}"]
    if not parts.scheme:
        return [] if target.startswith("/") else [f"not from the root: {target}"]
    if tag != "a" or attribute != "href":
        return [f"loaded from elsewhere: {tag} {attribute}={target}"]
    if parts.scheme in OUTGOING:
        return [] if "noreferrer" in rel.split() else [f"tells where the reader came from: {target}"]
    return [] if parts.scheme in OTHER_SCHEMES else [f"a scheme we do not link to (S76): {target}"]


def keeps_the_language(page: Page, path: str) -> list[str]:
    """Every link of ours keeps the language and the country of the page, save those that change it on purpose, and
    those to the API, which has none."""
    here = TAG.match(path)
    if here is None:
        return []
    faults = []
    for link in page.links():
        target = link.attrib["href"]
        there = TAG.match(target)
        changes = there is not None and there["tag"] != here["tag"]
        if target.startswith(API):
            continue
        if target.startswith("/") and changes and not re.fullmatch(r"/[^/]+(?:/|/now)", target):
            faults.append(f"{target} on a page in {here['tag']}")
    return faults
