"""The house rules that a linter does not know: sizes, pure shelves, strict pages."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.ROOT
ROOMS = ["blocks", "cms", "core", "crm", "directory", "home", "search", "telephony_bridge"]
MODULE_LINES = 400
FUNCTION_LINES = 40
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}

# What a pure shelf may import of Django: words for people, never data, time or the web.
PURE_DJANGO = ("django.utils.translation", "django.utils.formats", "django.utils.functional")
PURE_DJANGO_MODELS = {"Choices", "IntegerChoices", "TextChoices"}


def sources(*suffixes: str, folders: list[str] = ROOMS) -> list[Path]:
    return [
        path
        for folder in folders
        for suffix in suffixes
        for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


PYTHON = sources(".py")
TESTS = sources(".py", folders=["tests", ".ci"])
TEMPLATES = sources(".html", folders=[*ROOMS, "templates"])


def long_functions(tree: ast.AST) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]


def test_modules_stay_readable():
    too_long = {
        name_of(path): count
        for path in [*PYTHON, *TESTS]
        if (count := len(path.read_text().splitlines())) > MODULE_LINES
    }
    assert not too_long, "split by verb"


def test_functions_stay_readable():
    found = {name_of(path): long_functions(ast.parse(path.read_text())) for path in PYTHON}
    assert not {name: functions for name, functions in found.items() if functions}


def test_the_size_rule_sees_a_long_function():
    body = "\n".join(["def long():"] + ["    x = 1"] * FUNCTION_LINES)
    assert long_functions(ast.parse(body)) == ["long: 41 lines"]


def test_no_drawer_for_odds_and_ends():
    assert not [name_of(path) for path in PYTHON if path.name in BANNED_NAMES]


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_pure(name: str) -> bool:
    if name == "core.clock" or name.startswith(("core.clock.", "core.clock")):
        return False
    if not name.startswith("django"):
        return True
    last = name.rsplit(".", 1)[-1]
    is_choices = name.startswith("django.db.models.") and last in PURE_DJANGO_MODELS
    return is_choices or name.startswith(PURE_DJANGO)


def test_rules_are_pure():
    rules = [p for p in PYTHON if p.name == "rules.py" and p.parent.name != "models"]
    rules += [p for p in PYTHON if p.parent.name in {"rules", "working_time"}]
    assert rules
    impure = {name_of(path): {n for n in imports_of(path) if not is_pure(n)} for path in rules}
    assert not {name: names for name, names in impure.items() if names}


def test_the_purity_rule_sees_a_query():
    assert not is_pure("django.db.models.Q")
    assert not is_pure("core.clock.now")
    assert is_pure("django.utils.translation.gettext_lazy")


def test_models_do_not_order_themselves():
    pattern = re.compile(r"^\s+ordering\s*=", re.MULTILINE)
    models = [p for p in PYTHON if p.name == "models.py" or p.parent.name == "models"]
    assert not [name_of(path) for path in models if pattern.search(path.read_text())]


INLINE = re.compile(
    r"""<style\b|\sstyle=|\son[a-z]+=["']|href=["']javascript:"""
    r"""|<script\b(?![^>]*(?:\bsrc=|type=["']application/(?:json|ld\+json)["']))""",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "text",
    ["<script>x()</script>", '<p style="color:red">', '<a onclick="x()">', "<style>p{}</style>"],
)
def test_the_inline_rule_sees(text):
    assert INLINE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="x.js" defer></script>',
        '<script type="application/json">{}</script>',
        "<p>on</p>",
    ],
)
def test_the_inline_rule_lets_pass(text):
    assert not INLINE.search(text)


def test_templates_hold_no_inline_code():
    """The strict content security policy would switch it off silently."""
    public = [path for path in TEMPLATES if "wagtailadmin" not in path.parts]
    assert public
    found = {name_of(path): INLINE.findall(path.read_text()) for path in public}
    assert not {name: hits for name, hits in found.items() if hits}


MACHINE = re.compile(r"/root/|/home/[a-z]+/|/work/|\.pyenv/versions/3\.\d+\.\d+|C:\\\\Users")


def test_no_path_of_one_machine_is_written_down():
    files = sources(
        ".py",
        ".html",
        ".md",
        ".toml",
        ".sh",
        ".txt",
        ".json",
        ".css",
        ".js",
        folders=[*ROOMS, "templates", "docs", "static", ".ci", "tests", "deploy"],
    )
    files += [ROOT / name for name in ("run", "test", "pyproject.toml", "README.md")]
    here = Path(__file__).resolve()
    found = {
        name_of(path): MACHINE.findall(path.read_text(errors="replace"))
        for path in files
        if path.exists() and path.resolve() != here
    }
    assert not {name: hits for name, hits in found.items() if hits}
