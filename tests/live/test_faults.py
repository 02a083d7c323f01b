"""The live process and its viewers under faults: of the database, of processes and of slow clients."""

import signal
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.faults.machine import Machine, clear, kill, open_folder
from tests.live.conftest import Show, StartLive
from tests.live.viewer import Viewer
from tests.live_app import NO_TLS, free_port, wait_until_ready

LOCK = (
    "INSERT INTO booking (show_id, seat_id, status, locked_until)"
    " VALUES (1, {seat}, 'LOCKED', clock_timestamp() + interval '1 h')"
)


@pytest.fixture(scope="module")
def machine_with_demo() -> Iterator[Machine]:
    """A separate machine with the demo's cinemas, because the tests stop and kill its database."""
    with open_folder() as folder:
        machine = Machine(folder / "data")
        machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        for arguments in (("manage", "migrate", "--verbosity=0"), ("demo",)):
            done = machine.matinee(*arguments)
            assert done.returncode == 0, done.stderr
        yield machine
        clear(machine.data)


@pytest.fixture
def machine(machine_with_demo: Machine) -> Iterator[Machine]:
    """The machine without bookings, with a running database and a running live process."""
    machine_with_demo.psql("TRUNCATE booking CASCADE")
    start_live_process(machine_with_demo)
    yield machine_with_demo
    machine_with_demo.end_all()
    machine_with_demo.matinee("db", "start")


def start_live_process(machine: Machine) -> None:
    machine.begin("live")
    wait_until_ready(int(machine.environ["LIVE_PORT"]))


def address(machine: Machine) -> str:
    return f"http://localhost:{machine.environ['LIVE_PORT']}"


@pytest.mark.faults
def test_streams_are_paused_while_the_database_is_stopped(machine: Machine) -> None:
    machine.psql(LOCK.format(seat=1))
    with Viewer(address(machine), 1) as viewer:
        before = viewer.next()
        assert before.seats == {1: "LOCKED"}
        machine.matinee("db", "stop")
        assert viewer.next().name == "paused"
        assert httpx.get(f"{address(machine)}/healthz", verify=NO_TLS).json()["paused"] is True
        with Viewer(address(machine), 1) as late, Viewer(address(machine), 999_999) as lost:
            assert [late.next().name, lost.next().name] == ["paused", "paused"]
            machine.matinee("db", "start")
            machine.psql(LOCK.format(seat=2))
            after = viewer.next()
            assert after.name == "snapshot"
            seats = after.seats
            while seats != {1: "LOCKED", 2: "LOCKED"}:
                seats |= viewer.next().seats
            assert late.next().name == "snapshot"
            assert lost.next().name == "end"
        assert after.epoch == before.epoch
        assert after.number > before.number
        machine.psql(LOCK.format(seat=3))
        assert viewer.next().seats == {3: "LOCKED"}
    assert httpx.get(f"{address(machine)}/api/shows/999999/events/", verify=NO_TLS).status_code == 404


def test_database_crash_truncates_the_change_table_and_loses_no_change(machine: Machine) -> None:
    machine.psql("INSERT INTO seat_change (show_id) VALUES (1)")
    with Viewer(address(machine), 1) as viewer:
        assert viewer.next().seats == {}
        kill(machine.server_pid())
        assert viewer.next().name == "paused"
        machine.psql(LOCK.format(seat=1))
        assert machine.psql("SELECT count(*) FROM seat_change") == "0"
        seats: dict[int, str] = {}
        while not seats:
            seats = viewer.next().seats
        assert seats == {1: "LOCKED"}


def test_blocked_database_pauses_the_streams(show: Show, start_live: StartLive) -> None:
    address = start_live("feed.DATABASE_TIMEOUT_SECONDS = 1")
    with show.watch(address) as viewer:
        assert viewer.next().name == "snapshot"
        with psycopg.connect(show.app.database_url) as blocker:
            blocker.execute("LOCK TABLE seat_change")
            assert viewer.next().name == "paused"
        assert viewer.next().name == "snapshot"


def test_process_after_a_kill_has_a_new_epoch(machine: Machine) -> None:
    with Viewer(address(machine), 1) as viewer:
        before = viewer.next()
        process = machine.begun.pop()
        process.kill()
        process.communicate()
        assert viewer.next().name == "cut"
    machine.psql(LOCK.format(seat=1))
    start_live_process(machine)
    with Viewer(address(machine), 1) as viewer:
        after = viewer.next()
    assert (after.name, after.seats) == ("snapshot", {1: "LOCKED"})
    assert after.epoch != before.epoch


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM])
def test_stop_signal_ends_the_streams_and_the_process(machine: Machine, stop_signal: signal.Signals) -> None:
    with Viewer(address(machine), 1) as viewer:
        viewer.next()
        process = machine.begun.pop()
        process.send_signal(stop_signal)
        assert viewer.next().name == "end"
        output = process.communicate(timeout=5)[0]
    assert (output, process.returncode) == ("", 0)


@pytest.mark.faults
def test_stop_signal_ends_the_process_while_the_database_is_stopped(machine: Machine) -> None:
    with Viewer(address(machine), 1) as viewer:
        viewer.next()
        machine.matinee("db", "stop")
        assert viewer.next().name == "paused"
        process = machine.begun.pop()
        process.terminate()
        assert viewer.next().name == "end"
        assert process.wait(5) == 0
        process.communicate()


SMALL_BUFFERS = "live.SEND_BUFFER_BYTES = 4096\nfeed.TICK_SECONDS = 0.01\n"
"""With small buffers and a short interval between events, a slow client falls behind within seconds."""


def test_client_that_reads_nothing_is_disconnected(show: Show, start_live: StartLive) -> None:
    address = start_live(SMALL_BUFFERS + "live.UNACKNOWLEDGED_MS = 1_000")
    with show.watch(address) as active, show.watch(address, reading=False):
        assert active.next().name == "snapshot"
        assert viewers(address) == 2
        deadline = time.monotonic() + 30
        while viewers(address) == 2:
            assert time.monotonic() < deadline, "the client was not disconnected"
            show.book_and_free_all()
        assert viewers(address) == 1
        show.hold(show.seats[0])
        while show.seats[0] not in (seats := active.next().seats) or len(seats) > 1:
            continue


@pytest.mark.faults
def test_slow_client_gets_a_snapshot_instead_of_missed_events(show: Show, start_live: StartLive) -> None:
    address = start_live(SMALL_BUFFERS)
    with show.watch(address) as active, show.watch(address, reading=False) as slow:
        for _ in range(50):
            show.book_and_free_all()
        show.hold(show.seats[0])
        received = [active.next()]
        while received[-1].seats != {show.seats[0]: "LOCKED"}:
            received.append(active.next())
        slow.start_reading()
        received_late = [slow.next()]
        while received_late[-1].number < received[-1].number:
            received_late.append(slow.next())
    assert len(received_late) < len(received)
    jump = next(place for place, event in enumerate(received_late) if event.name == "snapshot" and place)
    assert received_late[:jump] == received[:jump]
    assert received_late[jump].number > received[jump].number
    seats: dict[int, str] = {}
    for event in received_late:
        seats = event.seats if event.name == "snapshot" else {**seats, **event.seats}
    assert {seat: status for seat, status in seats.items() if status != "AVAILABLE"} == {
        show.seats[0]: "LOCKED"
    }


def viewers(address: str) -> int:
    """Return the number of viewers of a live process."""
    return int(httpx.get(f"{address}/healthz", verify=NO_TLS).json()["viewers"])
