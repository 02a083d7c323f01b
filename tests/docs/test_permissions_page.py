"""The guide's page *Who may do what* agrees with the code."""

from tests.docs.permissions_page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "Run `python -m tests.docs.permissions_page`."
