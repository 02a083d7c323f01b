"""What does the row that notes a change cost the hold that writes it?

Holds through the service, each given back at once, by several threads on a real database. Blocks with and
without the row take turns, and only their ratio counts.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from tests.conftest import server

THREADS, ROUNDS, HOLDS = 4, 15, 40


def main() -> None:
    """Measure on a cinema of our own."""
    server.start()
    try:
        import django

        django.setup()
        _measure()
    finally:
        server.stop()


def _measure() -> None:
    from django.db import connection
    from tests.cinema import make_cinema

    from matinee.booking import services
    from matinee.booking.changes import note_change

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    cinema = make_cinema(rows=THREADS)
    rows = [[seat.pk for seat in cinema.seats if str(seat)[0] == row] for row in "ABCDEFGH"[:THREADS]]

    def hold_and_release(seats: list[int]) -> None:
        for number in range(HOLDS):
            seat = seats[number % len(seats)]
            hold = services.hold_seats(show_id=cinema.show.pk, seat_ids=[seat])
            services.release_seats(token=hold.token)

    def ignore(_show: int) -> None:
        return

    def leave(_thread: int) -> None:
        time.sleep(0.1)
        connection.close()

    rates: dict[bool, list[float]] = {True: [], False: []}
    with ThreadPoolExecutor(THREADS) as pool:
        for turn in range(2 * ROUNDS):
            noting = turn % 2 == 0
            setattr(services, "note_change", note_change if noting else ignore)  # noqa: B010 - it isn't theirs
            began = time.perf_counter()
            list(pool.map(hold_and_release, rows))
            rates[noting].append(THREADS * HOLDS / (time.perf_counter() - began))
        list(pool.map(leave, range(THREADS)))
    connection.creation.destroy_test_db(name, verbosity=0)
    noted, bare = (statistics.median(rates[kind][1:]) for kind in (True, False))
    print(f"holds and releases per second: {noted:.0f} with the row, {bare:.0f} without; {noted / bare:.2f}")


if __name__ == "__main__":
    main()
