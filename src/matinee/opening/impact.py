"""What a change of the settings does to coming shows, as JSON."""

from collections.abc import Sequence
from typing import Any

from matinee.opening.queries import MovedShow
from matinee.opening.rules import Placement

LISTED = 50
"""Shows that the response names. `total` counts all."""


def impact_json(moved: Sequence[MovedShow]) -> dict[str, Any]:
    """The first of these shows, with their local times and business days before and after."""
    return {
        "total": len(moved),
        "shows": [
            {
                "show_id": one.show.pk,
                "title": one.show.movie.title,
                "hall": one.show.hall.name,
                "before": _placement_json(one.before),
                "after": _placement_json(one.after),
            }
            for one in moved[:LISTED]
        ],
    }


def _placement_json(one: Placement) -> dict[str, str]:
    return {"starts_at": one.starts_at.isoformat(timespec="minutes"), "day": one.day.isoformat()}
