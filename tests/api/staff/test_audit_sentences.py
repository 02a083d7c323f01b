"""The staff app has a sentence for every action of the audit trail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import matinee
from matinee.audit.services import COMMAND, record
from matinee.checkout import ticket_resend
from matinee.demo.removal import REMOVED
from matinee.staff.permissions import Role
from tests.api.staff.sales import sold_order
from tests.api.staff.team import as_role

SOURCE = Path(matinee.__file__).parent
SENTENCES = SOURCE.parents[1] / "web/src/staff/features/audit/sentences.ts"
WRITERS = {"record", "_record", "_save_poster", "record_admin_write"}
NAMES = {
    "REMOVED": REMOVED,
    "SENT_AGAIN": ticket_resend.SENT_AGAIN,
    "CORRECTED": ticket_resend.CORRECTED,
}
BY_CUSTOMERS = {"order declined"}
"""Recorded with a variable as actor, which is the customer or the provider, never staff."""


def _text(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The texts that an argument stands for: it is one, or a name that is one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield NAMES[node.id]
    elif isinstance(node, ast.Name):
        for one in ast.walk(tree):
            if isinstance(one, ast.Assign) and any(ast.unparse(to) == node.id for to in one.targets):
                yield from _text(one.value, tree)


def _actions(path: Path) -> Iterator[str]:
    """The actions that a module records, by staff or by a command."""
    tree = ast.parse(path.read_text())
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or len(call.args) < 2:
            continue
        function = ast.unparse(call.func)
        if function == "order_events.record":
            actor = next((one.value for one in call.keywords if one.arg == "actor"), None)
            # Those of customers, of the provider and of the system are no entries.
            if isinstance(actor, ast.Name):
                for text in _text(call.args[1], tree):
                    yield f"order {text}"
        elif function.rpartition(".")[2] in WRITERS:
            end = " in the admin" if function == "record_admin_write" else ""
            for argument in call.args[1:3]:
                for text in _text(argument, tree):
                    yield f"{text}{end}"


def recorded() -> set[str]:
    return {action for path in SOURCE.rglob("*.py") for action in _actions(path)} - BY_CUSTOMERS


def with_sentence() -> set[str]:
    table = SENTENCES.read_text().partition("SENTENCES")[2].partition("\n};")[0]
    return set(re.findall(r'^  "([^"]+)":', table, re.MULTILINE))


def test_every_recorded_action_has_a_sentence() -> None:
    assert len(recorded()) > 40
    assert recorded() - with_sentence() == set()


def test_every_sentence_is_of_a_recorded_action() -> None:
    assert with_sentence() - recorded() == set()


@pytest.mark.django_db
def test_an_entry_of_an_order_has_the_booking_number() -> None:
    owner, order = as_role(Role.OWNER), sold_order()
    assert owner.post(f"/api/staff/orders/{order.reference}/resend/").status_code == 200
    entry = owner.get("/api/staff/audit/").json()["results"][0]
    assert entry["action"] == "order tickets sent again"
    assert entry["label"] == {"name": order.reference, "starts_at": None, "timezone": ""}


@pytest.mark.django_db
def test_an_entry_of_a_show_has_its_film_and_time() -> None:
    owner, order = as_role(Role.OWNER), sold_order()
    show = order.show
    record(COMMAND, "show cancelled", object_type="show", object_id=show.pk)
    entry = owner.get("/api/staff/audit/").json()["results"][0]
    assert entry["label"]["name"] == show.movie.title
    assert entry["label"]["timezone"] == show.hall.venue.timezone
