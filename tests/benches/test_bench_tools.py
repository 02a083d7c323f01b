"""The benches' yardsticks really hold seats: T, C and C with its note, run by pgbench on our schema."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from matinee.booking.models import Booking
from matinee.server.postgres import binaries
from tests.cinema import Cinema, make_cinema

SCRIPTS = Path(__file__).resolve().parents[2] / "benches" / "pgbench"
YARDSTICKS = ("transaction", "statement", "noted")
LOCKED, BOOKED = "LOCKED", "BOOKED"

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Bench:
    """A cinema with one show, whose seats pgbench asks for one after another."""

    cinema: Cinema

    @property
    def asked(self) -> list[int]:
        """The seats in the order in which they are asked for: with one show, every second one."""
        return [seat.pk for seat in self.cinema.seats[::2]]

    def run(self, script: str, *, transactions: int) -> None:
        """Ask for the first seats, one per transaction."""
        places = {
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
            *[f"--define={name}={value}" for name, value in places.items()],
            *[f"--file={SCRIPTS / script}.sql", f"--host={database['HOST']}", f"--port={database['PORT']}"],
            *[f"--username={database['USER']}", database["NAME"]],
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr

    def put(self, status: str, *, place: int, ends_in: str) -> None:
        """Have a row of somebody else's on a seat."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO booking (show_id, seat_id, status, locked_until)"
                " VALUES (%s, %s, %s, clock_timestamp() + %s::interval)",
                [self.cinema.show.pk, self.asked[place], status, ends_in],
            )

    def rows(self) -> list[tuple[int, str, bool]]:
        """Which seat is how, and whether for five minutes from just now."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seat_id, status, locked_until - clock_timestamp()"
                " BETWEEN interval '4 min' AND interval '5 min' FROM booking ORDER BY seat_id"
            )
            return [(seat, status, fresh) for seat, status, fresh in cursor.fetchall()]


@pytest.fixture
def bench() -> Bench:
    return Bench(make_cinema(rows=1))


@pytest.mark.parametrize("script", YARDSTICKS)
def test_free_seats_are_held_for_five_minutes_one_by_one(bench: Bench, script: str) -> None:
    bench.run(script, transactions=3)
    assert bench.rows() == [(seat, LOCKED, True) for seat in bench.asked[:3]]


@pytest.mark.parametrize("script", YARDSTICKS)
@pytest.mark.parametrize("status", [LOCKED, BOOKED])
def test_a_seat_that_somebody_has_stays_as_it_is(bench: Bench, script: str, status: str) -> None:
    bench.put(status, place=1, ends_in="1 hour")
    bench.run(script, transactions=3)
    first, second, third = bench.asked[:3]
    assert bench.rows() == [(first, LOCKED, True), (second, status, False), (third, LOCKED, True)]


@pytest.mark.parametrize("script", ["statement", "noted"])
def test_the_statement_takes_over_what_ran_out_but_nothing_sold(bench: Bench, script: str) -> None:
    bench.put(LOCKED, place=0, ends_in="-1 second")
    bench.put(BOOKED, place=1, ends_in="-1 second")
    bench.run(script, transactions=2)
    first, second = bench.asked[:2]
    assert bench.rows() == [(first, LOCKED, True), (second, BOOKED, False)]


def test_only_the_noted_one_notes_its_show(bench: Bench) -> None:
    noted = {}
    for script in YARDSTICKS:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE seat_change")
            Booking.objects.all().delete()
            bench.run(script, transactions=2)
            cursor.execute("SELECT show_id FROM seat_change")
            noted[script] = [show for (show,) in cursor.fetchall()]
    show = bench.cinema.show.pk
    assert noted == {"transaction": [], "statement": [], "noted": [show, show]}
