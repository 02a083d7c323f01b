"""Tickets are issued once per seat, signed, and voided once (B17)."""

import json
import re
import runpy
from base64 import b64decode
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from django.core.management import call_command
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries, Settings

from matinee.core.clock import database_now
from matinee.tickets.codes import key_id, new_code, public_key, verify
from matinee.tickets.models import Ticket
from matinee.tickets.queries import verifying_keys
from matinee.tickets.services import NewTicket, admit, issue_tickets, void_tickets
from tests.cinema import Cinema


def issue(cinema: Cinema, count: int = 2) -> list[Ticket]:
    new_tickets = [NewTicket(seat, cinema.adult, Decimal(12)) for seat in cinema.seats[:count]]
    return issue_tickets(show=cinema.show, currency="EUR", new_tickets=new_tickets)


def test_every_ticket_is_signed_for_its_seat(
    cinema: Cinema, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        tickets = issue(cinema, count=10)
    facts = [verify(ticket.code, verifying_keys()) for ticket in tickets]
    assert [(one.show_id, one.seat_id) for one in facts] == [
        (cinema.show.pk, seat.pk) for seat in cinema.seats[:10]
    ]
    assert len({one.serial for one in facts}) == 10
    assert len({ticket.short_code for ticket in tickets}) == 10
    assert {len(ticket.short_code) for ticket in tickets} == {12}


def test_tickets_signed_with_a_former_key_stay_valid(cinema: Cinema, settings: Settings) -> None:
    (before,) = issue(cinema, count=1)
    settings.TICKET_VERIFY_KEYS = (public_key(settings.TICKET_SIGNING_KEY),)
    settings.TICKET_SIGNING_KEY = bytes(32)
    assert verify(before.code, verifying_keys()).seat_id == before.seat_id
    printed = StringIO()
    call_command("ticket_keys", stdout=printed)
    keys = [b64decode(key) for key in json.loads(printed.getvalue()).values()]
    assert keys == [public_key(bytes(32)), *settings.TICKET_VERIFY_KEYS]
    assert list(json.loads(printed.getvalue())) == [key_id(key).hex() for key in keys]


def test_voided_tickets_keep_the_time(cinema: Cinema) -> None:
    first, second = issue(cinema)
    before = database_now()
    assert void_tickets(tickets=[first]) == [first]
    assert first.voided_at is not None
    assert before < first.voided_at < database_now()
    rows = Ticket.objects.order_by("pk").values_list("pk", "status", "voided_at")
    assert list(rows) == [(first.pk, "VOIDED", first.voided_at), (second.pk, "VALID", None)]


def test_b17_no_ticket_is_voided_twice(cinema: Cinema) -> None:
    first, second = issue(cinema)
    void_tickets(tickets=[first])
    at = first.voided_at
    assert void_tickets(tickets=[second, first]) == [second]
    first.refresh_from_db()
    assert first.voided_at == at
    assert void_tickets(tickets=[]) == []


def test_b17_a_voided_seat_can_be_sold_again(cinema: Cinema) -> None:
    (first,) = issue(cinema, count=1)
    void_tickets(tickets=[first])
    (second,) = issue(cinema, count=1)
    assert second.code != first.code
    with pytest.raises(IntegrityError, match="one_valid_ticket_per_seat"):
        issue(cinema, count=1)


def test_only_staff_void_an_admitted_ticket(cinema: Cinema) -> None:
    used, unused = issue(cinema)
    admit(code=used.code, show_id=cinema.show.pk, door="left")
    assert void_tickets(tickets=[used, unused]) == [unused]
    assert void_tickets(tickets=[used], include_admitted=True) == [used]
    used.refresh_from_db()
    assert (used.status, used.admitted_by_door) == ("VOIDED", "left")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("ticket_admission_names_its_door", {"admitted_by_door": "left"}),
        ("ticket_admission_names_its_door", {"admitted_at": True}),
        ("ticket_with_end_is_voided", {"voided_at": True}),
    ],
)
def test_invalid_tickets_are_rejected(cinema: Cinema, constraint: str, change: dict[str, object]) -> None:
    issue(cinema, count=1)
    now = database_now() - timedelta(seconds=1)
    values = {name: now if value is True else value for name, value in change.items()}
    with pytest.raises(IntegrityError, match=constraint):
        Ticket.objects.update(**values)


def test_the_documented_offline_check_needs_only_the_public_keys(
    cinema: Cinema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ticket,) = issue(cinema, count=1)
    with (tmp_path / "keys.json").open("w") as file:
        call_command("ticket_keys", stdout=file)
    monkeypatch.chdir(tmp_path)
    guide = Path(__file__).resolve().parents[2] / "docs/tickets.md"
    (example,) = re.findall(r"```python\n(.*?)```", guide.read_text(), re.DOTALL)
    (tmp_path / "gate.py").write_text(example)
    gate = runpy.run_path("gate.py")
    assert gate["check"](ticket.code) == {"version": 1, "show": cinema.show.pk, "seat": ticket.seat_id}
    forged = new_code(show_id=cinema.show.pk, seat_id=ticket.seat_id, version=1, signing_key=bytes(32))
    with pytest.raises(AssertionError):
        gate["check"](forged)
    other_serial = ticket.code[:16] + forged[16:24] + ticket.code[24:]
    with pytest.raises(InvalidSignature):
        gate["check"](other_serial)
