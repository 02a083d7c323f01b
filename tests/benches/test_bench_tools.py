"""The pgbench scripts hold seats on the current schema: T, C, and C with the change-log row."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from matinee.booking.models import Booking
from matinee.server.postgres import binaries
from tests.cinema import Cinema, make_cinema

FOLDER = Path(__file__).resolve().parents[2] / "benches" / "pgbench"
SCRIPTS = ("transaction", "statement", "statement_with_change")
LOCKED, BOOKED = "LOCKED", "BOOKED"

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Bench:
    """A cinema with one show, whose seats pgbench requests one after another."""

    cinema: Cinema

    @property
    def requested(self) -> list[int]:
        """The seats in the order of the requests: with one show, every second seat."""
        return [seat.pk for seat in self.cinema.seats[::2]]

    def run(self, script: str, *, transactions: int) -> None:
        """Request the first seats, one per transaction."""
        variables = {
            "halls": 1,
            "shows": 1,
            "seats": len(self.cinema.seats),
            "first_show": self.cinema.show.pk,
            "first_seat": self.cinema.seats[0].pk,
            "clients": 1,
            "n": 0,
        }
        database = connection.settings_dict
        program = next(
            path for each in binaries.available() if (path := Path(each.program("pgbench"))).exists()
        )
        command = [
            *[str(program), "--no-vacuum", "--protocol=prepared", f"--transactions={transactions}"],
            *[f"--define={name}={value}" for name, value in variables.items()],
            *[f"--file={FOLDER / script}.sql", f"--host={database['HOST']}", f"--port={database['PORT']}"],
            *[f"--username={database['USER']}", database["NAME"]],
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr

    def add_row(self, status: str, *, index: int, ends_in: str) -> None:
        """Insert another customer's row for a requested seat."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO booking (show_id, seat_id, status, locked_until)"
                " VALUES (%s, %s, %s, clock_timestamp() + %s::interval)",
                [self.cinema.show.pk, self.requested[index], status, ends_in],
            )

    def rows(self) -> list[tuple[int, str, bool]]:
        """Each row's seat and status, and whether it expires five minutes after it was written."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seat_id, status, locked_until - clock_timestamp()"
                " BETWEEN interval '4 min' AND interval '5 min' FROM booking ORDER BY seat_id"
            )
            return [(seat, status, new) for seat, status, new in cursor.fetchall()]


@pytest.fixture
def bench() -> Bench:
    return Bench(make_cinema(rows=1))


@pytest.mark.parametrize("script", SCRIPTS)
def test_free_seats_are_held_for_five_minutes_one_by_one(bench: Bench, script: str) -> None:
    bench.run(script, transactions=3)
    assert bench.rows() == [(seat, LOCKED, True) for seat in bench.requested[:3]]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("status", [LOCKED, BOOKED])
def test_a_taken_seat_is_unchanged(bench: Bench, script: str, status: str) -> None:
    bench.add_row(status, index=1, ends_in="1 hour")
    bench.run(script, transactions=3)
    first, second, third = bench.requested[:3]
    assert bench.rows() == [(first, LOCKED, True), (second, status, False), (third, LOCKED, True)]


@pytest.mark.parametrize("script", ["statement", "statement_with_change"])
def test_the_statement_replaces_expired_rows_but_not_sold_ones(bench: Bench, script: str) -> None:
    bench.add_row(LOCKED, index=0, ends_in="-1 second")
    bench.add_row(BOOKED, index=1, ends_in="-1 second")
    bench.run(script, transactions=2)
    first, second = bench.requested[:2]
    assert bench.rows() == [(first, LOCKED, True), (second, BOOKED, False)]


def test_only_the_script_with_the_change_log_row_writes_one(bench: Bench) -> None:
    changes = {}
    for script in SCRIPTS:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE seat_change")
            Booking.objects.all().delete()
            bench.run(script, transactions=2)
            cursor.execute("SELECT show_id FROM seat_change")
            changes[script] = [show for (show,) in cursor.fetchall()]
    show = bench.cinema.show.pk
    assert changes == {"transaction": [], "statement": [], "statement_with_change": [show, show]}
