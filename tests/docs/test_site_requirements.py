"""docs/site-requirements.md names every requirement, and every proof it names exists."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.ROOT
PAGE = ROOT / "docs" / "site-requirements.md"
WAITS = re.compile(r"[Ww]aits for [B-H]\b|\bwaits for H and D\b")
KNOWN = {f"W-{number:02}" for number in range(1, 41)}


def rows() -> dict[str, list[str]]:
    """Cells by the requirement's id."""
    found: dict[str, list[str]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("| W-"):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            assert cells[0].strip() not in found, f"{cells[0]} stands twice"
            found[cells[0].strip()] = cells
    return found


ROWS = rows()


def proofs(cells: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", cells[-1])


def settings_text() -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "cms" / "settings").glob("*.py"))


def functions_in(path: Path) -> set[str]:
    """Names of test functions, those of classes too."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def fault(proof: str) -> str | None:
    """What is wrong with one proof; None when it exists."""
    path, _sign, test = proof.partition("::")
    if "/" in path:
        if not (ROOT / path).exists():
            return f"there is no {path}"
        if test and test not in functions_in(ROOT / path):
            return f"{path} has no {test}"
        return None
    if re.fullmatch(r"[A-Z_]+", path):
        return None if re.search(rf"\b{path}\b", settings_text()) else f"no setting {path}"
    return f"{proof} is neither a test, a file nor a setting"


def test_every_requirement_has_its_row():
    assert set(ROWS) == KNOWN


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_what_the_row_names_exists(code):
    cells = ROWS[code]
    assert len(cells) == 4
    assert not [found for proof in proofs(cells) if (found := fault(proof))]


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_a_row_is_proved_or_says_what_it_waits_for(code):
    cells = ROWS[code]
    assert proofs(cells) or WAITS.search(cells[2])


@pytest.mark.parametrize(
    "proof",
    [
        "tests/docs/absent.py",
        "tests/docs/test_site_requirements.py::test_absent",
        "NO_SUCH_SETTING",
        "manage.py",
    ],
)
def test_a_proof_that_does_not_exist_is_noticed(proof):
    assert fault(proof)
