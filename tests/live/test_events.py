"""What reaches an open seat map, and how soon."""

import time
from statistics import median

import httpx

from tests.live.conftest import Show, StartLive
from tests.live.viewer import Viewer
from tests.live_app import NO_TLS

SOON_SECONDS = 0.5
"""What was noted; without the note it would be half of the three seconds between two looks at everything."""


def taken(show: Show) -> dict[int, str]:
    answer = httpx.get(f"{show.app.base_url}/api/hall-layout/{show.id}/availability/", verify=NO_TLS)
    return {seat["id"]: seat["status"] for seat in answer.json()["seats"]}


def test_the_snapshot_is_what_availability_says(show: Show) -> None:
    locked, booked, expired, free = show.seats[:4]
    show.hold(locked)
    show.post("book-seat", hold_token=show.hold(booked))
    show.lock_in_sql(expired, -1)
    with show.watch() as viewer:
        event = viewer.next()
    assert event.name == "snapshot"
    assert event.seats == taken(show) == {locked: "LOCKED", booked: "BOOKED"}
    assert free not in event.seats
    assert list(event.seats) == sorted(event.seats)


def test_nobody_has_anything_yet(show: Show) -> None:
    with show.watch() as viewer:
        assert viewer.next().data == {"seats": []}
        assert viewer.response.headers["content-type"] == "text/event-stream"
        assert viewer.response.headers["cache-control"] == "no-store"
        assert viewer.response.headers["x-accel-buffering"] == "no"


def test_held_added_released_and_booked(show: Show) -> None:
    first, second, third = show.seats[:3]
    with show.watch() as viewer:
        events = [viewer.next()]
        token = show.hold(first, second)
        events.append(viewer.next())
        show.post("lock-seat", show_id=show.id, seat_ids=[third], hold_token=token)
        events.append(viewer.next())
        show.post("release-lock", hold_token=token, seat_id=second)
        events.append(viewer.next())
        show.post("book-seat", hold_token=token)
        events.append(viewer.next())
    assert [event.seats for event in events[1:]] == [
        {first: "LOCKED", second: "LOCKED"},
        {third: "LOCKED"},
        {second: "AVAILABLE"},
        {first: "BOOKED", third: "BOOKED"},
    ]
    assert {event.name for event in events[1:]} == {"seats"}
    numbers = [event.number for event in events]
    assert numbers == [*range(numbers[0], numbers[0] + 5)]
    assert len({event.epoch for event in events}) == 1


def test_what_was_noted_is_seen_soon(show: Show) -> None:
    waits = []
    with show.watch() as viewer:
        viewer.next()
        for seat in show.seats[:7]:
            token = show.hold(seat)
            done_at = time.monotonic()
            assert viewer.next().seats == {seat: "LOCKED"}
            waits.append(time.monotonic() - done_at)
            show.post("release-lock", hold_token=token)
            assert viewer.next().seats == {seat: "AVAILABLE"}
    assert median(waits) <= SOON_SECONDS


def test_plain_sql_is_seen_too(show: Show) -> None:
    with show.watch() as viewer:
        viewer.next()
        show.lock_in_sql(show.seats[0], 60)
        assert viewer.next(seconds=5).seats == {show.seats[0]: "LOCKED"}
        show.database.execute("DELETE FROM booking WHERE show_id = %s", [show.id])
        assert viewer.next(seconds=5).seats == {show.seats[0]: "AVAILABLE"}


def test_a_hold_that_runs_out_is_seen_when_it_does(show: Show) -> None:
    """B1, B8: nobody writes anything then, and the next look at everything is a second later."""
    show.lock_in_sql(show.seats[0], 2)
    with show.watch() as viewer:
        assert viewer.next().seats == {show.seats[0]: "LOCKED"}
        assert viewer.next().seats == {show.seats[0]: "AVAILABLE"}
        (late,) = show.database.execute(
            "SELECT extract(epoch FROM clock_timestamp() - locked_until)::float8 FROM booking"
            " WHERE show_id = %s",
            [show.id],
        ).fetchone() or (0,)
    assert 0 <= late <= SOON_SECONDS


def test_an_emptied_table_of_changes_costs_nothing(show: Show) -> None:
    """As after a crash of the database; the numbers begin again as well."""
    first, second = show.seats[:2]
    with show.watch() as viewer:
        viewer.next()
        show.hold(first)
        assert viewer.next().seats == {first: "LOCKED"}
        show.database.execute("TRUNCATE seat_change RESTART IDENTITY")
        show.hold(second)
        assert viewer.next().seats == {second: "LOCKED"}


def test_a_lost_note_is_made_up_for(show: Show) -> None:
    with show.watch() as viewer:
        viewer.next()
        with show.database.transaction():
            show.lock_in_sql(show.seats[0], 60)
            show.database.execute("INSERT INTO seat_change (show_id) VALUES (%s)", [show.id])
            show.database.execute("TRUNCATE seat_change")
        assert viewer.next(seconds=5).seats == {show.seats[0]: "LOCKED"}


def test_each_viewer_hears_of_his_show_alone(show: Show, shows: object) -> None:
    other = next(shows)  # type: ignore[call-overload]
    with show.watch() as ours, show.watch() as ours_too, other.watch() as theirs:
        for viewer in (ours, ours_too, theirs):
            assert viewer.next().name == "snapshot"
        show.hold(show.seats[0])
        event = ours.next()
        assert event == ours_too.next()
        other.hold(other.seats[1])
        assert theirs.next().seats == {other.seats[1]: "LOCKED"}
        assert event.seats == {show.seats[0]: "LOCKED"}


def test_a_late_subscriber_is_up_to_date(show: Show) -> None:
    with show.watch() as early:
        early.next()
        show.hold(show.seats[0])
        change = early.next()
        with show.watch() as late:
            assert late.next().id == change.id
            show.hold(show.seats[1])
            assert late.next() == early.next()


def test_the_line_is_never_silent_for_long(show: Show, start_live: StartLive) -> None:
    address = start_live("feed.HEARTBEAT_SECONDS = 2")
    with show.watch(address) as viewer:
        assert viewer.next().name == "snapshot"
        assert [viewer.next_line(seconds=4).name for _ in range(2)] == ["comment", "comment"]


def test_who_left_is_forgotten(show: Show, start_live: StartLive) -> None:
    address = start_live()
    open_now: list[Viewer] = [show.watch(address) for _ in range(3)]
    for viewer in open_now:
        viewer.next()
    assert health(address) == {"status": "ok", "viewers": 3, "shows": 1, "paused": False}
    for viewer in open_now:
        viewer.close()
    deadline = time.monotonic() + 5
    while health(address)["viewers"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert health(address) == {"status": "ok", "viewers": 0, "shows": 0, "paused": False}


def health(address: str) -> dict[str, object]:
    answer: dict[str, object] = httpx.get(f"{address}/healthz", verify=NO_TLS).json()
    return answer
