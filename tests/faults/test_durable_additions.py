"""A seat that was added to a hold survives a crash of PostgreSQL right after the response (B16)."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from tests.database_server import CHECKOUT
from tests.faults.machine import Machine

ATTEMPTS = 4
PROGRAM = """
import time
from itertools import count
from django.db import connection
from matinee.booking.fast_hold import statements
from matinee.booking.services import hold_seats
from tests import cinema as cinemas
from tests.faults.test_durable_additions import kill_all_processes

statements.ADD_SEATS = statements.ADD_SEATS.replace(*{rewrite!r})
cinemas.serial = count(time.time_ns())
cinema = cinemas.make_cinema(rows=1, seats_per_row=2)
hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
with connection.cursor() as cursor:
    while cursor.execute("SELECT pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()").fetchone()[0]:
        pass
hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A2"), token=hold.token)
kill_all_processes({postmaster})
print(hold.hold_id, flush=True)
"""
UNCHANGED = ("", "")
ASYNCHRONOUS_COMMIT = (
    "SELECT set_config('lock_timeout'",
    "SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout'",
)


def kill_all_processes(postmaster: int) -> None:
    """Kill all processes of a PostgreSQL like a power cut: nothing in memory is written to disk."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    processes = [postmaster, *map(int, children)]
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for process in processes:
            os.kill(process, number)


def seats_after_a_crash(machine: Machine, rewrite: tuple[str, str]) -> int:
    """Hold a seat, add another, and crash; return how many of the two seats are still held."""
    machine.url()
    program = PROGRAM.format(rewrite=rewrite, postmaster=machine.server_pid())
    done = machine.matinee("manage", "shell", "-v", "0", "-c", program)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(machine.url()) as database:
        rows = database.execute("SELECT count(*) FROM booking WHERE hold_id = %s", [done.stdout.strip()])
        ((seats,),) = rows.fetchall()
    return int(seats)


@pytest.fixture
def migrated(machine: Machine, migrated_data: Path) -> Machine:
    """A machine with a migrated database."""
    machine.environ = {"PYTHONPATH": f"{machine.source}:{CHECKOUT}"}
    machine.copy_data(migrated_data)
    return machine


@pytest.mark.faults
def test_an_added_seat_survives_a_crash(migrated: Machine) -> None:
    assert [seats_after_a_crash(migrated, UNCHANGED) for _ in range(ATTEMPTS)] == [2] * ATTEMPTS


@pytest.mark.faults
def test_control_with_asynchronous_commit_an_added_seat_is_lost(migrated: Machine) -> None:
    assert any(seats_after_a_crash(migrated, ASYNCHRONOUS_COMMIT) == 1 for _ in range(ATTEMPTS))
