"""docs/performance.md contains the method and the figures behind decisions, as its generator writes them."""

from pathlib import Path

from benches.rig.page import MEASUREMENTS, METHOD

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def test_the_page_has_the_method_and_the_figures_behind_decisions() -> None:
    page = PAGE.read_text()
    assert METHOD in page
    assert page.endswith(f"\n\n{MEASUREMENTS}")
