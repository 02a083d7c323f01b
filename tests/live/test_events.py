"""Events of a seat map: their content, order and delay."""

import time
from statistics import median

import httpx

from tests.live.conftest import Show, StartLive
from tests.live.viewer import Viewer
from tests.live_app import NO_TLS

MAX_DELAY_SECONDS = 0.5
"""The limit for a change that is recorded in `seat_change`. Other changes wait up to three seconds."""


def unavailable_seats(show: Show) -> dict[int, str]:
    response = httpx.get(f"{show.app.base_url}/api/hall-layout/{show.id}/availability/", verify=NO_TLS)
    return {seat["id"]: seat["status"] for seat in response.json()["seats"]}


def test_snapshot_equals_the_availability_of_the_api(show: Show) -> None:
    locked, booked, expired, free = show.seats[:4]
    show.hold(locked)
    show.post("book-seat", hold_token=show.hold(booked))
    show.lock_in_sql(expired, -1)
    with show.watch() as viewer:
        event = viewer.next()
    assert event.name == "snapshot"
    assert event.seats == unavailable_seats(show) == {locked: "LOCKED", booked: "BOOKED"}
    assert free not in event.seats
    assert list(event.seats) == sorted(event.seats)


def test_snapshot_of_an_empty_show_has_no_seats(show: Show) -> None:
    with show.watch() as viewer:
        assert viewer.next().data == {"seats": []}
        assert viewer.response.headers["content-type"] == "text/event-stream"
        assert viewer.response.headers["cache-control"] == "no-store"
        assert viewer.response.headers["x-accel-buffering"] == "no"


def test_each_change_of_a_hold_sends_an_event(show: Show) -> None:
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


def test_recorded_change_is_sent_within_the_limit(show: Show) -> None:
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
    assert median(waits) <= MAX_DELAY_SECONDS


def test_change_by_plain_sql_is_sent(show: Show) -> None:
    with show.watch() as viewer:
        viewer.next()
        show.lock_in_sql(show.seats[0], 60)
        assert viewer.next(seconds=5).seats == {show.seats[0]: "LOCKED"}
        show.database.execute("DELETE FROM booking WHERE show_id = %s", [show.id])
        assert viewer.next(seconds=5).seats == {show.seats[0]: "AVAILABLE"}


def test_expiry_of_a_hold_is_sent_when_it_expires(show: Show) -> None:
    """B1, B8: an expiry writes no row, and the next refresh is a second later."""
    show.lock_in_sql(show.seats[0], 2)
    with show.watch() as viewer:
        assert viewer.next().seats == {show.seats[0]: "LOCKED"}
        assert viewer.next().seats == {show.seats[0]: "AVAILABLE"}
        (delay,) = show.database.execute(
            "SELECT extract(epoch FROM clock_timestamp() - locked_until)::float8 FROM booking"
            " WHERE show_id = %s",
            [show.id],
        ).fetchone() or (0,)
    assert 0 <= delay <= MAX_DELAY_SECONDS


def test_changes_after_a_truncated_change_table_are_sent(show: Show) -> None:
    """A crash of the database truncates the unlogged table and restarts its sequence."""
    first, second = show.seats[:2]
    with show.watch() as viewer:
        viewer.next()
        show.hold(first)
        assert viewer.next().seats == {first: "LOCKED"}
        show.database.execute("TRUNCATE seat_change RESTART IDENTITY")
        show.hold(second)
        assert viewer.next().seats == {second: "LOCKED"}


def test_change_whose_record_is_lost_is_sent(show: Show) -> None:
    with show.watch() as viewer:
        viewer.next()
        with show.database.transaction():
            show.lock_in_sql(show.seats[0], 60)
            show.database.execute("INSERT INTO seat_change (show_id) VALUES (%s)", [show.id])
            show.database.execute("TRUNCATE seat_change")
        assert viewer.next(seconds=5).seats == {show.seats[0]: "LOCKED"}


def test_viewers_receive_events_of_their_show_only(show: Show, shows: object) -> None:
    other = next(shows)  # type: ignore[call-overload]
    with show.watch() as first, show.watch() as second, other.watch() as third:
        for viewer in (first, second, third):
            assert viewer.next().name == "snapshot"
        show.hold(show.seats[0])
        event = first.next()
        assert event == second.next()
        other.hold(other.seats[1])
        assert third.next().seats == {other.seats[1]: "LOCKED"}
        assert event.seats == {show.seats[0]: "LOCKED"}


def test_late_subscriber_gets_the_current_state(show: Show) -> None:
    with show.watch() as early:
        early.next()
        show.hold(show.seats[0])
        change = early.next()
        with show.watch() as late:
            assert late.next().id == change.id
            show.hold(show.seats[1])
            assert late.next() == early.next()


def test_idle_stream_sends_heartbeats(show: Show, start_live: StartLive) -> None:
    address = start_live("feed.HEARTBEAT_SECONDS = 2")
    with show.watch(address) as viewer:
        assert viewer.next().name == "snapshot"
        assert [viewer.next_line(seconds=4).name for _ in range(2)] == ["comment", "comment"]


def test_disconnected_viewers_are_not_counted(show: Show, start_live: StartLive) -> None:
    address = start_live()
    connected: list[Viewer] = [show.watch(address) for _ in range(3)]
    for viewer in connected:
        viewer.next()
    assert health(address) == {"status": "ok", "viewers": 3, "shows": 1, "paused": False}
    for viewer in connected:
        viewer.close()
    deadline = time.monotonic() + 5
    while health(address)["viewers"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert health(address) == {"status": "ok", "viewers": 0, "shows": 0, "paused": False}


def health(address: str) -> dict[str, object]:
    document: dict[str, object] = httpx.get(f"{address}/healthz", verify=NO_TLS).json()
    return document
