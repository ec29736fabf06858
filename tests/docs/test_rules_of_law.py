"""Every rule of the law that the product follows is named by a test that proves it."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

TESTS: Path = settings.ROOT / "tests"
RULES = {"A": 28, "DL": 12, "R": 11, "PD": 8}
"""Appeals, terms, registration and records, personal data: how many rules each has."""

IDS = [f"{kind}-{number:02}" for kind, many in RULES.items() for number in range(1, many + 1)]
WAITS = {
    "PD-08": "F",  # exchange between organisations comes with the work orders
}
"""Rules of what is not built yet, by the issue that brings it; it takes its row away."""

CITED = re.compile(r"\b(?:A|DL|R|PD)-\d\d\b")


def cited_in(path: Path) -> set[str]:
    """Rules named by a test, the class around it, or the page of tests it stands in."""
    tree = ast.parse(path.read_text("utf-8"))
    said = [ast.get_docstring(tree) or ""]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            said.append(ast.get_docstring(node) or "")
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            said.append(ast.unparse(node))
    return {found for text in said for found in CITED.findall(text)}


def cited() -> dict[str, list[str]]:
    """Files of tests by the rule they name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        if path != Path(__file__):
            for rule in cited_in(path):
                found[rule].append(str(path.relative_to(TESTS)))
    return found


CITED_BY = cited()


@pytest.mark.parametrize("rule", IDS)
def test_rule_is_proved_by_a_test_or_waits_for_its_issue(rule):
    if rule in WAITS:
        assert not CITED_BY[rule], f"{rule} is proved: it waits for {WAITS[rule]} no longer"
    else:
        assert CITED_BY[rule], f"no test names {rule}"


def test_no_test_names_a_rule_that_is_not_there():
    assert set(CITED_BY) <= set(IDS)
    assert set(WAITS) <= set(IDS)


def test_a_comment_beside_the_tests_is_no_proof(tmp_path):
    page = tmp_path / "test_page.py"
    page.write_text('"""R-01"""\n# A-01\nX = "A-02"\ndef test_x():\n    """A-03"""\n', "utf-8")
    assert cited_in(page) == {"R-01", "A-03"}
