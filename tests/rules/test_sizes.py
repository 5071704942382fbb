"""Small files, small functions, names from the domain (style.md: direction and size must be failing tests from day one)."""

from __future__ import annotations

import ast
import warnings

from tests.rules.source import FUNCTIONS, ROOT, Module, functions, listed, modules, templates

SPLIT_FROM, LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 200, 250, 60, 150
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common_utils", "tools", "stuff", "manager", "base"}
SELF_SPEAKING = "views"  # a view is named after its page; its docstring is welcome, not demanded


def lines(text: str) -> int:
    return len(text.splitlines())


def test_files_are_short() -> None:
    sizes = sorted(((lines(module.text), module.file) for module in modules().values()), reverse=True)
    long = [f"{count} lines: {file}" for count, file in sizes if SPLIT_FROM < count <= LONGEST_FILE]
    if long:
        warnings.warn(listed(long, f"Over {SPLIT_FROM} lines, to be split by a domain word soon:"), stacklevel=1)
    faults = [f"{count} lines: {file}" for count, file in sizes if count > LONGEST_FILE]
    assert not faults, listed(faults, f"No file over {LONGEST_FILE} lines: split it by a word of the domain.")


def test_functions_are_short() -> None:
    faults = [
        f"{module.file}:{node.lineno} {name}: {size} lines"
        for module in modules().values()
        for name, node in functions(module)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not faults, listed(faults, f"No function over {LONGEST_FUNCTION} lines: name its steps.")


def test_templates_are_short() -> None:
    sizes = [(lines(path.read_text("utf-8")), path) for path in templates()]
    faults = [f"{count} lines: {path.relative_to(ROOT)}" for count, path in sizes if count > LONGEST_TEMPLATE]
    assert not faults, listed(faults, f"No template over {LONGEST_TEMPLATE} lines: take a part out into its own file.")


def test_names_come_from_the_domain() -> None:
    parts = {part: module.file for module in modules().values() for part in module.name.split(".")}
    parts |= {path.stem: str(path.relative_to(ROOT)) for path in templates()}
    faults = [f"{file}: {part}" for part, file in parts.items() if part in EMPTY_NAMES]
    assert not faults, listed(
        faults, "A drawer for anything fills with everything (style.md): name it after what it does."
    )


def test_every_module_says_what_it_is_for() -> None:
    faults = [module.file for module in modules().values() if not ast.get_docstring(module.tree)]
    assert not faults, listed(faults, "Each file and each package begins with a sentence that says what it is for.")


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    faults = [f"{module.file}: {name}" for module in modules().values() for name in silent(module)]
    assert not faults, listed(
        faults, "A public name has a docstring: what for, shapes, units, errors, and the source of a rule from outside."
    )


def silent(module: Module) -> list[str]:
    """Public functions and classes of a module, and public methods, that have no docstring though they need one."""
    if module.name.split(".")[-1] == SELF_SPEAKING:
        return [
            node.name for node in module.tree.body if isinstance(node, ast.ClassDef) and not ast.get_docstring(node)
        ]
    found = []
    for node in module.tree.body:
        if (
            isinstance(node, (*FUNCTIONS, ast.ClassDef))
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ):
            found.append(node.name)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += [f"{node.name}.{inner.name}" for inner in node.body if _unclear(inner)]
    return found


def _unclear(node: ast.stmt) -> bool:
    """A public method without a docstring. A property and what a base class defines are clear by their name."""
    if not isinstance(node, FUNCTIONS) or node.name.startswith("_") or ast.get_docstring(node):
        return False
    inherited = {"format", "setup", "get_bind", "process_bind_param", "process_result_value"}
    return node.name not in inherited and not any(ast.unparse(one) == "property" for one in node.decorator_list)
