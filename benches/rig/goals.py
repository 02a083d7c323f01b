"""What is to be reached, and by which bench it is judged."""

from dataclasses import dataclass
from enum import Enum

from benches.rig.rounds import Spread


class Wish(Enum):
    """Which way is better."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EXACTLY = "exactly"


@dataclass(frozen=True)
class Goal:
    """One line of the table."""

    key: str
    bench: str
    words: str
    wish: Wish
    reach: float
    moonshot: float
    unit: str = ""

    def told(self, bar: float) -> str:
        """A bar in words, such as `≥ 0.33`."""
        return f"{self.wish.value} {bar:g}{self.unit}"

    def verdict(self, found: Spread) -> str:
        """What of it is reached: by the median, but what must be exact, in every round."""
        if self._meets(found, self.moonshot):
            return "moonshot" if self.moonshot != self.reach else "reached"
        return "reached" if self._meets(found, self.reach) else "not yet"

    def _meets(self, found: Spread, bar: float) -> bool:
        if self.wish is Wish.EXACTLY:
            return found.low == found.high == bar
        return found.median >= bar if self.wish is Wish.AT_LEAST else found.median <= bar


LEAST, MOST, EXACTLY = Wish.AT_LEAST, Wish.AT_MOST, Wish.EXACTLY

GOALS = (
    Goal("durable", "lock_seat", "hold through HTTP, committed durably, of T", LEAST, 0.33, 0.45),
    Goal("hold of T", "lock_seat", "hold through HTTP as the site commits it, of T", LEAST, 0.45, 0.60),
    Goal("map of DRF", "seat_map", "map of 300 seats, against DRF's ModelSerializer", LEAST, 16, 25, "×"),
    Goal("cpu", "lock_seat", "pretix's CPU for a seat in the cart, against ours", LEAST, 60, 150, "×"),
    Goal("show list", "show_list", "web CPU of a list of 50 shows, of the map's", MOST, 2, 2, "×"),
    Goal("show list database", "show_list", "PostgreSQL's CPU of a list of 50 shows", MOST, 1.5, 1.5, " ms"),
    Goal("storm", "storm", "reads while 100 writers storm a stuck seat, of idle", LEAST, 0.5, 0.85),
    Goal("growth hold", "growth", "hold with 10 million old bookings, of 10 thousand", LEAST, 0.9, 0.97),
    Goal("growth map", "growth", "map with 10 million old bookings, of 10 thousand", LEAST, 0.9, 0.97),
    Goal("growth list", "growth", "list with 10 million old bookings, of 10 thousand", LEAST, 0.9, 0.97),
    Goal("live", "live_updates", "a seat's change on 1,000 viewers' screens, p99", MOST, 500, 250, " ms"),
    Goal("winners", "one_seat", "winners among 200 clients who want one seat at once", EXACTLY, 1, 1),
    Goal("broken", "one_seat", "5xx among their answers", EXACTLY, 0, 0),
    Goal("one seat", "one_seat", "their wait for an answer, p99", MOST, 300, 150, " ms"),
    Goal("start", "start_up", "`matinee serve`, set up, until it answers", MOST, 3, 3, " s"),
)
