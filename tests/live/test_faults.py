"""What the live process outlives, and how its viewers come through."""

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
def prepared() -> Iterator[Machine]:
    """A machine of its own with the demo's cinemas, as its database is going to be ill-treated."""
    with open_folder() as folder:
        machine = Machine(folder / "data")
        machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        for words in (("manage", "migrate", "--verbosity=0"), ("demo",)):
            done = machine.matinee(*words)
            assert done.returncode == 0, done.stderr
        yield machine
        clear(machine.data)


@pytest.fixture
def machine(prepared: Machine) -> Iterator[Machine]:
    """The same with nobody's seats, the database up and the live process running."""
    prepared.psql("TRUNCATE booking CASCADE")
    begin_live(prepared)
    yield prepared
    prepared.end_all()
    prepared.matinee("db", "start")


def begin_live(machine: Machine) -> None:
    machine.begin("live")
    wait_until_ready(int(machine.environ["LIVE_PORT"]))


def address(machine: Machine) -> str:
    return f"http://localhost:{machine.environ['LIVE_PORT']}"


def test_maps_are_paused_while_the_database_is_away(machine: Machine) -> None:
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


def test_a_crash_of_the_database_empties_the_table_of_changes_and_loses_no_change(machine: Machine) -> None:
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


def test_a_database_that_hangs_pauses_the_maps(show: Show, start_live: StartLive) -> None:
    address = start_live("feed.DATABASE_TIMEOUT_SECONDS = 1")
    with show.watch(address) as viewer:
        assert viewer.next().name == "snapshot"
        with psycopg.connect(show.app.database_url) as blocker:
            blocker.execute("LOCK TABLE seat_change")
            assert viewer.next().name == "paused"
        assert viewer.next().name == "snapshot"


def test_a_killed_process_is_replaced_by_one_with_another_epoch(machine: Machine) -> None:
    with Viewer(address(machine), 1) as viewer:
        before = viewer.next()
        process = machine.begun.pop()
        process.kill()
        process.communicate()
        assert viewer.next().name == "cut"
    machine.psql(LOCK.format(seat=1))
    begin_live(machine)
    with Viewer(address(machine), 1) as viewer:
        after = viewer.next()
    assert (after.name, after.seats) == ("snapshot", {1: "LOCKED"})
    assert after.epoch != before.epoch


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_gently(machine: Machine, told: signal.Signals) -> None:
    with Viewer(address(machine), 1) as viewer:
        viewer.next()
        process = machine.begun.pop()
        process.send_signal(told)
        assert viewer.next().name == "end"
        said = process.communicate(timeout=5)[0]
    assert (said, process.returncode) == ("", 0)


def test_it_ends_while_the_database_is_away(machine: Machine) -> None:
    with Viewer(address(machine), 1) as viewer:
        viewer.next()
        machine.matinee("db", "stop")
        assert viewer.next().name == "paused"
        process = machine.begun.pop()
        process.terminate()
        assert viewer.next().name == "end"
        assert process.wait(5) == 0
        process.communicate()


HASTY = "live.SEND_BUFFER_BYTES = 4096\nfeed.TICK_SECONDS = 0.01\n"
"""Small buffers and many events, so that a client falls behind within seconds."""


def test_a_client_that_takes_nothing_is_dropped(show: Show, start_live: StartLive) -> None:
    address = start_live(HASTY + "live.UNACKNOWLEDGED_MS = 1_000")
    with show.watch(address) as awake, show.watch(address, asleep=True):
        assert awake.next().name == "snapshot"
        assert viewers(address) == 2
        deadline = time.monotonic() + 30
        while viewers(address) == 2:
            assert time.monotonic() < deadline, "it was kept"
            show.lock_and_free_all()
        assert viewers(address) == 1
        show.hold(show.seats[0])
        while show.seats[0] not in (seats := awake.next().seats) or len(seats) > 1:
            continue


def test_a_client_that_was_slow_gets_a_snapshot_instead_of_what_it_missed(
    show: Show, start_live: StartLive
) -> None:
    address = start_live(HASTY)
    with show.watch(address) as awake, show.watch(address, asleep=True) as slow:
        for _ in range(50):
            show.lock_and_free_all()
        show.hold(show.seats[0])
        heard = [awake.next()]
        while heard[-1].seats != {show.seats[0]: "LOCKED"}:
            heard.append(awake.next())
        slow.wake()
        came = [slow.next()]
        while came[-1].number < heard[-1].number:
            came.append(slow.next())
    assert len(came) < len(heard)
    jump = next(place for place, event in enumerate(came) if event.name == "snapshot" and place)
    assert came[:jump] == heard[:jump]
    assert came[jump].number > heard[jump].number
    seats: dict[int, str] = {}
    for event in came:
        seats = event.seats if event.name == "snapshot" else {**seats, **event.seats}
    assert {seat: status for seat, status in seats.items() if status != "AVAILABLE"} == {
        show.seats[0]: "LOCKED"
    }


def viewers(address: str) -> int:
    """Ask how many there are."""
    return int(httpx.get(f"{address}/healthz", verify=NO_TLS).json()["viewers"])
