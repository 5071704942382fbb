"""The direction of imports (DESIGN section 2): the walls of promise 5 can be seen in the tree."""

from __future__ import annotations

import ast

import pytest

from tests.rules.source import ROOT, Module, imported, listed, modules, named_for_types_only, read, third_party

# Layers from the top down. Names in one row are neighbours: none of them imports another.
WHOLE = (("app",), ("factory",), ("commands",), ("site", "space"), ("common",))
SITE = (("home",), ("exchange", "upkeep", "guides"), ("directory",), ("places",))
SPACE = (("transparency", "privacy", "demo"), ("moderation",), ("forum",), ("cases",), ("door",), ("duties",))
COMMON = (
    ("operations",), ("privacy",), ("accounts",), ("pages",), ("screening", "crisis"), ("leaving", "index", "audit"), ("sealing",),
    ("kernel",),
)  # fmt: skip
LADDERS = {"site": SITE, "space": SPACE, "common": COMMON}
# The only imports inside a function: packages of others that cost a start much and are seldom used.
LATE = {("support/site/directory/holidays_known.py", "import holidays")}
# Who may read how settings are read; what they say stands in app.config for everybody.
SETTINGS = {
    "config": {"app", "support.factory"},
    "environment": {"app", "support.apart", "support.config", "support.factory", "support.common.operations.doctor"},
    "apart": {"support.config"},
}
TIMES = "times"  # what the settings of times are called: everybody may name them, they import nothing
BLEACH_READER = "support.common.kernel.text"
WITHOUT_FLASK = ("models", "queries", "service", "states", "vocabulary", "hours", "reasons", "terms")

ALL = list(modules().values())
DIRECTION = (
    "Imports go down only: app → factory → commands → site | space → common, and inside a wing as the tables of this "
    "test say (DESIGN section 2). Move what both need to the lower one, or hand it in as an argument."
)


def rungs(name: str) -> tuple[str, str]:
    """Where a module stands: its wing (or its own name above the wings) and its feature."""
    parts = name.split(".")
    if parts[0] == "app" or len(parts) == 1:
        return "app", ""
    return parts[1], parts[2] if len(parts) > 2 else ""


def level(ladder: tuple[tuple[str, ...], ...], name: str) -> int:
    for number, row in enumerate(ladder):
        if name in row:
            return number
    raise AssertionError(f"{name} has no place in the house yet: add it to DESIGN section 2 and to {__file__}")


def upward(importer: str, wanted: str) -> bool:
    """Whether that import would go up, or sideways into a neighbour."""
    (wing, feature), (other_wing, other_feature) = rungs(importer), rungs(wanted)
    if other_wing == TIMES:
        return False
    if other_wing in SETTINGS:
        return importer not in SETTINGS[other_wing]
    if wing in (*SETTINGS, TIMES):
        return True
    if wing != other_wing:
        return level(WHOLE, other_wing) <= level(WHOLE, wing)
    if wing not in LADDERS or feature == other_feature or not other_feature:
        return False
    return level(LADDERS[wing], other_feature) <= level(LADDERS[wing], feature)


def test_every_module_has_a_place() -> None:
    for module in ALL:
        wing, feature = rungs(module.name)
        if wing not in (*SETTINGS, TIMES):
            level(WHOLE, wing)
        if wing in LADDERS and feature:
            level(LADDERS[wing], feature)


def test_imports_go_down_only() -> None:
    faults = [
        f"{module.file}:{line} imports {wanted}"
        for module in ALL
        for line, wanted in imported(module)
        if upward(module.name, wanted)
    ]
    assert not faults, listed(faults, DIRECTION)


@pytest.mark.parametrize(
    ("importer", "wanted", "forbidden"),
    [
        ("support.common.kernel.errors", "support.common.crisis.band", True),
        ("support.common.crisis.band", "support.common.kernel.i18n", False),
        ("support.common.crisis.band", "support.common.screening.words", True),
        ("support.common.kernel.db", "support.site.directory.models", True),
        ("support.site.directory.views", "support.space.forum.queries", True),
        ("support.site.places.place", "support.site.directory.models", True),
        ("support.site.directory.search", "support.site.places.cells", False),
        ("support.space.cases.states", "support.space.forum.models", True),
        ("support.site.home.views", "support.factory", True),
        ("support.site.home.views", "support.config", True),
        ("support.factory", "support.config", False),
    ],
)
def test_the_rule_itself(importer: str, wanted: str, forbidden: bool) -> None:
    assert upward(importer, wanted) is forbidden


def test_no_circles() -> None:
    graph = {module.name: {wanted for _line, wanted in imported(module)} & modules().keys() for module in ALL}
    circles, done = [], set[str]()

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            circles.append(" → ".join((*way[way.index(name) :], name)))
        elif name not in done:
            for wanted in sorted(graph[name] - {name}):
                visit(wanted, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())
    assert not circles, listed(circles, "These modules import each other in a circle: split off what both need.")


def test_no_import_hides_in_a_function() -> None:
    faults = [
        f"{module.file}:{node.lineno}"
        for module in ALL
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and node not in module.tree.body
        and node not in named_for_types_only(module)
        and (module.file, ast.unparse(node)) not in LATE
    ]
    assert not faults, listed(faults, "Imports stand at the top of the file: a hidden one hides a circle (style.md).")


def test_gunicorn_imports_one_thing_late() -> None:
    """The one exception: gunicorn reads its file before anything else is there."""
    wanted = {wanted for _line, wanted in imported(read_conf())}
    assert wanted == {"support.common.audit.housekeeper", "support.common.operations.starting"}


def read_conf() -> Module:
    return read(ROOT / "gunicorn.conf.py")


def test_views_and_forms_stay_at_home() -> None:
    faults = []
    for module in ALL:
        if module.name == "support.factory":
            continue
        for line, wanted in imported(module):
            other = ".".join(wanted.split(".")[:3])
            foreign = other != module.feature and other != "support.common.kernel"
            if foreign and wanted.split(".")[-1] in ("views", "forms"):
                faults.append(f"{module.file}:{line} imports {wanted}")
    assert not faults, listed(
        faults,
        "Another feature's queries, models and pure modules may be imported, never its views or forms: link by "
        "endpoint name, or move the shared part into a module named after what it does.",
    )


def test_only_the_text_module_knows_bleach() -> None:
    readers = {module.name for module in ALL if "bleach" in third_party(module)}
    assert readers == {BLEACH_READER}, (
        "bleach is no longer maintained: only kernel/text.py may use it (DESIGN section 3)"
    )


def test_what_computes_does_not_know_the_request() -> None:
    faults = []
    for module in ALL:
        if module.name.split(".")[-1] not in WITHOUT_FLASK:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "flask":
                faults.append(f"{module.file}:{node.lineno}")
    assert not faults, listed(
        faults, "request, session and current_user live in views, guards and template hooks: take by= and now= instead."
    )


def test_queries_only_read() -> None:
    writing = {"add", "add_all", "delete", "commit", "flush", "merge"}
    faults = []
    for module in ALL:
        if module.name.split(".")[-1] != "queries":
            continue
        for node in ast.walk(module.tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in writing:
                faults.append(f"{module.file}:{node.lineno} calls .{called.attr}()")
            if isinstance(called, ast.Name) and called.id in ("insert", "update", "delete"):
                faults.append(f"{module.file}:{node.lineno} calls {called.id}()")
    assert not faults, listed(faults, "queries.py reads only. Writing belongs to a service: one use case, one commit.")
