"""The guide's page *Who may do what*: `python -m tests.docs.permissions_page` writes it again."""

from matinee.staff.permissions import FOR_PEOPLE_ONLY, PERMISSIONS, Permission, Role
from tests.database_server import CHECKOUT

PAGE = CHECKOUT / "docs" / "guide" / "who-may-do-what.md"

INTRODUCTION = """\
# Who may do what

Each person has one role or several, each at one cinema or at all of them. The table is generated from
`src/matinee/staff/permissions.py`; the staff app shows the same one under People.

A program with an API key has the permissions of its role, without those marked with *.

"""


def page() -> str:
    """The page as Markdown."""
    head = ["May …", *(str(role.label) for role in Role)]
    rows = [
        [
            f"{one.label}{'*' if one in FOR_PEOPLE_ONLY else ''}",
            *("yes" if one in PERMISSIONS[role] else "" for role in Role),
        ]
        for one in Permission
    ]
    lines = [head, ["---"] * len(head), *rows]
    return INTRODUCTION + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    PAGE.write_text(page())
