"""A client that openapi-python-client generates from the running site's description buys tickets, typed."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, get_type_hints

import pytest

from tests.live_app import LiveApp

PACKAGE = "generated_matinee_client"
KEY = "key-of-a-generated-client"
WITHOUT_A_TYPE = {
    ("get_tickets_pdf", "application/pdf"),
    ("get_ticket_qr", "image/svg+xml"),
}
"""Files: the generator warns of them, and gives their bytes."""


@pytest.fixture(scope="module")
def client(live_app: LiveApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package; its `said` is what the generator printed."""
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yml"
    config.write_text("post_hooks: []\n")
    program = Path(sys.executable).with_name("openapi-python-client")
    options: list[str | Path] = [
        "--url",
        f"{live_app.base_url}/api/schema/?format=json",
        "--config",
        config,
        "--meta",
        "none",
    ]
    command: list[str | Path] = [program, "generate", *options, "--output-path", folder / PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    package = import_module(PACKAGE)
    package.said = done.stdout + done.stderr  # type: ignore[attr-defined]
    yield package
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def site(client: Any, live_app: LiveApp) -> Iterator[Any]:
    with client.Client(base_url=live_app.base_url) as site:
        yield site


def part(name: str) -> Any:
    return import_module(f"{PACKAGE}.{name}")


def test_nothing_is_missing_but_files(client: Any) -> None:
    warnings = [line for line in client.said.splitlines() if line.startswith("WARNING")]
    assert len(warnings) == len(WITHOUT_A_TYPE), client.said
    for _, media in WITHOUT_A_TYPE:
        assert f"Unsupported content_type {media}" in client.said


@pytest.mark.parametrize(
    ("operation", "types"),
    [
        ("holds.lock_seats", {"LockOneSeatRequest", "LockSeatsRequest"}),
        ("holds.extend_hold", {"ExtendLockRequest"}),
        ("holds.release_seats", {"ReleaseLockRequest"}),
        ("orders.book_seats", {"BookSeatRequest"}),
        ("orders.find_order", {"FindOrderRequest"}),
        ("payments.complete_demo_challenge", {"ChallengeRequest"}),
    ],
)
@pytest.mark.usefixtures("client")
def test_every_request_body_has_a_type(operation: str, types: set[str]) -> None:
    body = get_type_hints(part(f"api.{operation}").sync)["body"]
    found = body.__args__ if isinstance(body, UnionType) else (body,)
    assert {one.__name__ for one in found} == types


def test_a_ticket_is_bought(site: Any) -> None:
    models, api = part("models"), f"{PACKAGE}.api"
    programme, seat_map = import_module(f"{api}.programme.list_shows"), part("api.seat_map.get_hall_layout")
    lock, release = part("api.holds.lock_seats"), part("api.holds.release_seats")

    shows = programme.sync(client=site, page_size=200)
    show = [show for show in shows.results if show.on_sale][-1]
    layout = seat_map.sync(show.id, client=site)
    assert isinstance(layout, models.HallLayout)
    one, two, three = [seat.id for seat in layout.seats if seat.status == "AVAILABLE" and seat.in_service][:3]

    hold = lock.sync(client=site, body=models.LockOneSeatRequest(show_id=show.id, seat_id=one))
    assert isinstance(hold, models.Hold)
    more = models.LockSeatsRequest(show_id=show.id, seat_ids=[two, three], hold_token=hold.hold_token)
    grown = lock.sync(client=site, body=more, idempotency_key=KEY)
    assert grown.seat_ids == [one, two, three]
    taken = lock.sync(client=site, body=models.LockOneSeatRequest(show_id=show.id, seat_id=one))
    assert isinstance(taken, models.SeatsTakenProblem)
    assert taken.seat_ids == [one]
    released = release.sync(
        client=site, body=models.ReleaseLockRequest(hold_token=hold.hold_token, seat_id=three)
    )
    assert released.released == [three]

    booked = part("api.orders.book_seats").sync(
        client=site,
        body=models.BookSeatRequest(
            hold_token=hold.hold_token,
            seat_ids=[one, two],
            customer=models.Customer(name="Ada Lovelace", email="ada@example.org"),
        ),
    )
    assert isinstance(booked, models.Booking)
    assert [ticket.seat_id for ticket in booked.tickets] == [one, two]
    order = part("api.orders.get_order").sync(booked.order.secret, client=site)
    assert (order.status, order.total) == ("PAID", booked.order.total)
