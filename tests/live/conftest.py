"""Shows of the running site, one for each test, and additional live processes."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import psycopg
import pytest

from matinee.server.processes import child_process
from tests.live.viewer import Viewer
from tests.live_app import NO_TLS, LiveApp, free_port, wait_until_ready

StartLive = Callable[..., str]


@dataclass(frozen=True)
class Show:
    """A show of the running site, which tests change over HTTP and in SQL."""

    id: int
    seats: list[int]
    app: LiveApp
    database: "psycopg.Connection[tuple[int, ...]]"

    def watch(self, base_url: str = "", *, reading: bool = True, **headers: str) -> Viewer:
        """Open the show's event stream at the live process or at another base URL."""
        return Viewer(base_url or self.app.live_url, self.id, reading=reading, **headers)

    def hold(self, *seats: int) -> str:
        """Hold seats and return the token."""
        response = self.post("lock-seat", show_id=self.id, seat_ids=list(seats))
        return str(response["hold_token"])

    def post(self, verb: str, **body: object) -> dict[str, object]:
        """Send a POST request to the API and return the document."""
        response = httpx.post(f"{self.app.base_url}/api/{verb}/", json=body, timeout=10, verify=NO_TLS)
        assert response.is_success, response.text
        document: dict[str, object] = response.json()
        return document

    def lock_in_sql(self, seat: int, seconds: float) -> None:
        """Hold a seat in SQL, without a row in `seat_change`."""
        self.database.execute(
            "INSERT INTO booking (show_id, seat_id, status, locked_until)"
            " VALUES (%s, %s, 'LOCKED', clock_timestamp() + %s * interval '1 s')",
            [self.id, seat, seconds],
        )

    def book_and_free_all(self) -> None:
        """Book every seat and free it again, and record both changes in `seat_change`."""
        for statement in (
            "INSERT INTO booking (show_id, seat_id, status) SELECT %s, unnest(%s::bigint[]), 'BOOKED'",
            "DELETE FROM booking WHERE show_id = %s AND seat_id = ANY(%s)",
        ):
            with self.database.transaction():
                self.database.execute(statement, [self.id, self.seats])
                self.database.execute("INSERT INTO seat_change (show_id) VALUES (%s)", [self.id])
            time.sleep(0.05)


@pytest.fixture(scope="session")
def shows(live_app: LiveApp, database: "psycopg.Connection[tuple[int, ...]]") -> Iterator[Show]:
    """Shows without bookings, the latest first: one for each test."""
    rows = database.execute(
        "SELECT id FROM show WHERE NOT EXISTS (SELECT 1 FROM booking WHERE show_id = show.id)"
        " AND sales_open_at < now() ORDER BY starts_at DESC"
    ).fetchall()
    seats = (
        "SELECT seat.id FROM seat JOIN show USING (hall_id, plan_version)"
        " WHERE show.id = %s AND in_service AND type = 'standard' ORDER BY seat.id"
    )
    return (
        Show(show_id, [seat for (seat,) in database.execute(seats, [show_id])], live_app, database)
        for (show_id,) in rows
    )


@pytest.fixture
def show(shows: Iterator[Show]) -> Show:
    """A show that no other test uses."""
    return next(shows)


@pytest.fixture
def start_live(live_app: LiveApp) -> Iterator[StartLive]:
    """Return a function that starts another live process of the running site and returns its base URL."""
    started: list[subprocess.Popen[bytes]] = []

    def start(before: str = "", **environ: str) -> str:
        """Run `before`, Python code that may change the modules `live` and `feed`, then the live process."""
        port = free_port()
        ports = {"DATABASE_URL": live_app.database_url, "LIVE_PORT": str(port), "PORT": str(free_port())}
        code = (
            f"from matinee.server.processes import live\nfrom matinee.live import feed\n{before}\nlive.main()"
        )
        started.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", code], env={**os.environ, **ports, **environ}, stdin=subprocess.PIPE
            )
        )
        wait_until_ready(port)
        return f"http://localhost:{port}"

    yield start
    for process in started:
        child_process.stop(process)
