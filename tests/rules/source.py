"""Reads the project's own source for the house rules: modules, their imports, their functions, the templates."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where it is, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def file(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def feature(self) -> str:
        """``support.common.crisis`` of ``support.common.crisis.band``; the module itself above the wings."""
        return ".".join(self.name.split(".")[:3])


@cache
def modules() -> dict[str, Module]:
    """Every module of the application by its dotted name, ``app`` included."""
    paths = [ROOT / "app.py", *sorted((ROOT / "support").rglob("*.py"))]
    return {module.name: module for module in map(read, paths)}


def read(path: Path) -> Module:
    """One file of the project, parsed."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    text = path.read_text("utf-8")
    return Module(".".join(part for part in parts if part != "__init__"), path, text, ast.parse(text, str(path)))


def imported(module: Module) -> list[tuple[int, str]]:
    """Line and dotted name of every module of ours that ``module`` imports, wherever the import stands."""
    found = []
    typed = named_for_types_only(module)
    for node in ast.walk(module.tree):
        if node in typed:
            continue
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = _absolute(module, node)
            known = [f"{start}.{alias.name}" for alias in node.names]
            found += [(node.lineno, name if name in modules() else start) for name in known]
    return [(line, name) for line, name in found if name.split(".")[0] in ("support", "app")]


def named_for_types_only(module: Module) -> set[ast.AST]:
    """Imports under ``if TYPE_CHECKING`` in a package of models: two tables that point at each other name each other's
    class, and SQLAlchemy finds it by its name. Nowhere else is that allowed."""
    if ".models." not in module.name:
        return set()
    blocks = [
        node
        for node in module.tree.body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]
    return {statement for block in blocks for statement in block.body}


def third_party(module: Module) -> set[str]:
    """First names of whatever else ``module`` imports."""
    names = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).split(".")[0])
    return names - {"support", "app"}


def functions(module: Module) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method with its dotted name inside the module."""
    found = []

    def walk(node: ast.AST, before: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = f"{before}{getattr(child, 'name', '')}"
            if isinstance(child, FUNCTIONS):
                found.append((name, child))
            walk(child, f"{name}." if isinstance(child, (*FUNCTIONS, ast.ClassDef)) else before)

    walk(module.tree, "")
    return found


def templates() -> list[Path]:
    """Every template file."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def listed(faults: list[str], lesson: str) -> str:
    """A failure's message: the lesson first, then each place."""
    return lesson + "\n  " + "\n  ".join(faults)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return str(node.module)
    inside = module.name.split(".")
    base = inside if module.is_package else inside[:-1]
    kept = base[: len(base) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])
