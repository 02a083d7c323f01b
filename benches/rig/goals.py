"""The goals, each with the bench that measures it."""

from dataclasses import dataclass
from enum import Enum

from benches.rig.rounds import Spread


class Comparison(Enum):
    """How a measured value is compared with a target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EXACTLY = "exactly"


@dataclass(frozen=True)
class Goal:
    """One line of the table: a figure with a target and a stretch target."""

    key: str
    bench: str
    label: str
    comparison: Comparison
    target: float
    stretch: float
    unit: str = ""

    def format(self, target: float) -> str:
        """Format a target of this goal, such as `≥ 0.33`."""
        return f"{self.comparison.value} {target:g}{self.unit}"

    def verdict(self, measured: Spread) -> str:
        """Compare the median with both targets. An exact target must be met in every round."""
        if self._is_met(measured, self.stretch):
            return "stretch met" if self.stretch != self.target else "met"
        return "met" if self._is_met(measured, self.target) else "not met"

    def _is_met(self, measured: Spread, target: float) -> bool:
        if self.comparison is Comparison.EXACTLY:
            return measured.low == measured.high == target
        if self.comparison is Comparison.AT_LEAST:
            return measured.median >= target
        return measured.median <= target


LEAST, MOST, EXACTLY = Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.EXACTLY

GOALS = (
    Goal(
        "durable hold", "lock_seat", "hold through HTTP, committed durably, relative to T", LEAST, 0.33, 0.45
    ),
    Goal(
        "hold ratio",
        "lock_seat",
        "hold through HTTP as the site commits it, relative to T",
        LEAST,
        0.45,
        0.60,
    ),
    Goal("map ratio", "seat_map", "map of 300 seats, relative to DRF's ModelSerializer", LEAST, 16, 25, "×"),
    Goal(
        "pretix CPU",
        "lock_seat",
        "pretix's CPU for a seat in the cart, relative to a hold",
        LEAST,
        60,
        150,
        "×",
    ),
    Goal("list CPU ratio", "show_list", "web CPU of a list of 50 shows, relative to a map", MOST, 2, 2, "×"),
    Goal("list database CPU", "show_list", "PostgreSQL CPU of a list of 50 shows", MOST, 1.5, 1.5, " ms"),
    Goal(
        "contended reads",
        "contention",
        "reads with 100 writers on a locked seat, relative to reads alone",
        LEAST,
        0.5,
        0.85,
    ),
    Goal(
        "growth hold",
        "growth",
        "hold with 10 million old bookings, relative to 10 thousand",
        LEAST,
        0.9,
        0.97,
    ),
    Goal(
        "growth map", "growth", "map with 10 million old bookings, relative to 10 thousand", LEAST, 0.9, 0.97
    ),
    Goal(
        "growth list",
        "growth",
        "list with 10 million old bookings, relative to 10 thousand",
        LEAST,
        0.9,
        0.97,
    ),
    Goal("live", "live_updates", "seat change to 1,000 viewers, p99", MOST, 500, 250, " ms"),
    Goal("winners", "one_seat", "successful holds of 200 concurrent requests for one seat", EXACTLY, 1, 1),
    Goal("5xx", "one_seat", "5xx responses to these requests", EXACTLY, 0, 0),
    Goal("one seat", "one_seat", "response time of these requests, p99", MOST, 300, 150, " ms"),
    Goal(
        "start",
        "start_up",
        "`matinee serve` from the command to ready, after the first start",
        MOST,
        3,
        3,
        " s",
    ),
    Goal(
        "LCP of the programme",
        "lighthouse",
        "programme on a slow phone, largest contentful paint",
        MOST,
        1800,
        1500,
        " ms",
    ),
    Goal(
        "LCP of a film",
        "lighthouse",
        "film on a slow phone, largest contentful paint",
        MOST,
        1800,
        1500,
        " ms",
    ),
    Goal(
        "LCP of the seats",
        "lighthouse",
        "seats on a slow phone, largest contentful paint",
        MOST,
        1800,
        1500,
        " ms",
    ),
    Goal(
        "seats painted", "front_end", "420 seats painted once the app has the layout", MOST, 200, 100, " ms"
    ),
    Goal("tap shown", "front_end", "tap on a seat until it is shown, p75", MOST, 50, 25, " ms"),
    Goal("tap confirmed", "front_end", "tap on a seat until it is confirmed, p75", MOST, 200, 100, " ms"),
    Goal("slow tap", "front_end", "tap on a seat at 4× slowdown until its frame, p75", MOST, 120, 80, " ms"),
)
