"""PostgreSQL is killed right after a seat was added to a hold: is half the party sold? (B16)"""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from tests.database_server import CHECKOUT
from tests.faults.machine import Machine

TRIALS = 4
PROGRAM = """
import time
from itertools import count
from django.db import connection
from matinee.booking.fast_hold import statements
from matinee.booking.services import hold_seats
from tests import cinema as cinemas
from tests.faults.test_half_party import kill_everything

statements.ADD_SEATS = statements.ADD_SEATS.replace(*{rewrite!r})
cinemas.serial = count(time.time_ns())
cinema = cinemas.make_cinema(rows=1, seats_per_row=2)
hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
with connection.cursor() as cursor:
    while cursor.execute("SELECT pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()").fetchone()[0]:
        pass
hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A2"), token=hold.token)
kill_everything({postmaster})
print(hold.hold_id, flush=True)
"""
AS_IT_IS = ("", "")
ADDS_ASYNCHRONOUSLY = (
    "SELECT set_config('lock_timeout'",
    "SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout'",
)


def kill_everything(postmaster: int) -> None:
    """End a PostgreSQL as a power cut does: nobody gets to write what is still in memory."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    everybody = [postmaster, *map(int, children)]
    for one in (signal.SIGSTOP, signal.SIGKILL):
        for process in everybody:
            os.kill(process, one)


def seats_after_a_crash(machine: Machine, rewrite: tuple[str, str]) -> int:
    """How many seats of a hold of two, both acknowledged, are still there after the crash."""
    machine.url()
    program = PROGRAM.format(rewrite=rewrite, postmaster=machine.server_pid())
    done = machine.matinee("manage", "shell", "-v", "0", "-c", program)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(machine.url()) as database:
        kept = database.execute("SELECT count(*) FROM booking WHERE hold_id = %s", [done.stdout.strip()])
        ((seats,),) = kept.fetchall()
    return int(seats)


@pytest.fixture
def migrated(machine: Machine, migrated_data: Path) -> Machine:
    """A machine with tables."""
    machine.environ = {"PYTHONPATH": f"{machine.source}:{CHECKOUT}"}
    machine.copy_data(migrated_data)
    return machine


def test_a_hold_that_grew_survives_whole(migrated: Machine) -> None:
    assert [seats_after_a_crash(migrated, AS_IT_IS) for _ in range(TRIALS)] == [2] * TRIALS


def test_control_adding_asynchronously_loses_half_the_party(migrated: Machine) -> None:
    assert any(seats_after_a_crash(migrated, ADDS_ASYNCHRONOUSLY) == 1 for _ in range(TRIALS))
