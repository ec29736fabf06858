"""Accessibility of a page in a real browser, by axe-core that lies beside the tests.

page.goto("/")
assert_accessible(page)
"""

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any, within: str | None = None) -> list[str]:
    """One line for each broken rule and element: what, how bad, where."""
    # Through the debugger, not a script element: our own policy lets no foreign script in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async ([within, rules]) => (await axe.run(within ?? document, {
            runOnly: { type: "tag", values: rules },
            resultTypes: ["violations"],
        })).violations""",
        [within, RULES],
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_accessible(page: Any, within: str | None = None) -> None:
    """Fails with the whole list, so that one run shows everything."""
    found = violations(page, within)
    assert not found, f"{page.url}: {len(found)} violations\n" + "\n".join(found)


def assert_no_sideways_scroll(page: Any) -> None:
    """Nothing is wider than the window (WCAG 1.4.10)."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the window"
