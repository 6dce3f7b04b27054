"""The shape of the code, held by walking its syntax trees."""

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

import pushpull_sched
from pushpull_sched.cli.main import COMMANDS, IMPORTS, app
from pushpull_sched.domain.rules import RULES
from pushpull_sched.verify.verifier import CHECKS
from pushpull_sched.workbook.schema import SHEETS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "pushpull_sched"
DOCS = ROOT / "docs"
MOST_LINES = 400

MAY_IMPORT = {
    "domain": set(),
    "xlsx": set(),
    "demand": {"domain"},
    "workbook": {"domain", "demand", "xlsx"},
    "verify": {"domain"},
    "compare": {"domain", "verify"},
    "model": {"domain", "demand"},
    "export": {"domain", "xlsx"},
    "interop": {"domain", "workbook", "xlsx"},
    "counting": {"domain", "demand", "model"},
    "engine": {"domain", "demand", "model", "counting", "verify"},
    "explain": {"domain", "demand", "model", "counting", "engine", "verify"},
    "app": {
        "domain",
        "demand",
        "workbook",
        "export",
        "interop",
        "counting",
        "engine",
        "explain",
        "verify",
        "compare",
    },
    "cli": {"domain", "app"},
}
"""What each package may import of the others: the layers, from below."""

HOMES = {
    "ortools": {"model", "engine"},
    "pandas": {"workbook", "export", "interop"},
    "openpyxl": {"xlsx", "workbook", "export", "interop"},
    "jinja2": {"export"},
    "typst": {"export"},
    "icalendar": {"export"},
    "typer": {"cli"},
    "rich": {"cli"},
}
"""Where a library may be used."""

BEHIND_A_NAME = {"cli": {"workbook"}}
"""Imports that are for types only: a screen names what it is handed."""


def package_of(file: Path) -> str:
    parts = file.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else "pushpull_sched"


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def for_types_only(tree: ast.Module) -> set[str]:
    return {
        name
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for name in imported(node)
    }


def own_packages(names: set[str]) -> set[str]:
    return {
        name.split(".")[1] for name in names if name.startswith("pushpull_sched.")
    } & set(MAY_IMPORT)


@pytest.mark.parametrize("file", modules(), ids=lambda file: file.stem)
def test_imports_go_one_way(file):
    package = package_of(file)
    if package == "pushpull_sched":
        return
    everything = set(imported(tree_of(file)))
    typed = for_types_only(tree_of(file))
    allowed = MAY_IMPORT[package] | {package}
    assert own_packages(everything - typed) <= allowed
    assert own_packages(typed) <= allowed | BEHIND_A_NAME.get(package, set())


def test_every_package_has_a_layer():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages == set(MAY_IMPORT)


def test_domain_needs_the_standard_library_only():
    for file in (SOURCE / "domain").rglob("*.py"):
        tops = {name.split(".")[0] for name in imported(tree_of(file))}
        assert tops - {"pushpull_sched"} <= sys.stdlib_module_names, file.name


@pytest.mark.parametrize("library", HOMES)
def test_library_stays_where_it_belongs(library):
    users = {
        package_of(file)
        for file in modules()
        if any(name.split(".")[0] == library for name in imported(tree_of(file)))
    }
    assert users <= HOMES[library]


def test_nothing_imports_click():
    for file in modules():
        assert "click" not in {n.split(".")[0] for n in imported(tree_of(file))}


def test_only_the_command_line_prints_or_exits():
    for file in modules():
        if package_of(file) == "cli":
            continue
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "exit", "quit", "sys.exit"}, file.name
                assert not called.startswith(("sys.stdout", "sys.stderr")), file.name


def test_no_module_is_too_long():
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for file in modules()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_every_module_says_what_it_is_for():
    silent = [file for file in modules() if not ast.get_docstring(tree_of(file))]
    assert silent == []


def public_functions(package: str) -> list[tuple[str, str]]:
    """Return (module, name) of the public functions of a package."""
    return [
        (file.stem, node.name)
        for file in sorted((SOURCE / package).rglob("*.py"))
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def rule_functions(package: str, code: str) -> list[str]:
    """Return the functions that are named after a rule."""
    names = [name for _, name in public_functions(package)]
    return [name for name in names if name.startswith(f"{code.lower()}_")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_one_function_in_the_verifier(rule):
    assert len(rule_functions("verify", rule.code)) == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_enforced_by_the_model(rule):
    """A rule may have one part about single options and one about several."""
    functions = rule_functions("model", rule.code)
    assert functions
    used = {
        name.rsplit(".", 1)[-1]
        for file in (SOURCE / "model").rglob("*.py")
        for name in imported(tree_of(file))
    }
    assert set(functions) <= used


def test_the_verifier_lists_its_rules_in_order():
    assert [check.__name__.split("_")[0].upper() for check in CHECKS] == [
        rule.code for rule in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_one_heading(rule):
    lines = (DOCS / "rules.md").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith(f"### {rule.code}:")]) == 1


def generator():
    """Return the script that writes the generated pages, as a module."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def test_every_command_has_help_and_a_heading():
    lines = (DOCS / "cli.md").read_text(encoding="utf-8").splitlines()
    commands = dict(generator().commands_of(typer.main.get_command(app)))
    assert len(commands) == len(COMMANDS) + len(IMPORTS)
    for name, command in commands.items():
        assert command.help
        assert lines.count(f"## {name}") == 1
        assert all(option.help for option in command.params)


def test_every_column_has_a_doc():
    assert [
        f"{sheet.key}.{column.key}"
        for sheet in SHEETS
        for column in sheet.columns
        if not column.doc.strip()
    ] == []


def test_public_names():
    assert sorted(pushpull_sched.__all__) == ["__version__", "load", "solve", "verify"]
    for name in pushpull_sched.__all__:
        assert getattr(pushpull_sched, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pushpull_sched.nothing


def test_all_lists_are_right():
    for file in SOURCE.rglob("__init__.py"):
        package = ".".join(("pushpull_sched", *file.parent.relative_to(SOURCE).parts))
        module = importlib.import_module(package)
        for name in getattr(module, "__all__", ()):
            assert hasattr(module, name), f"{package}.{name}"


def test_generated_pages_are_fresh():
    assert generator().stale_pages() == [], "run: python docs/generate.py"
