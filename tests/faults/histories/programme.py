"""What one run is about: the shows of one venue, their halls and seats, and what they cost when it begins."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

DEAR, CHEAP, NEXT_DOOR, DOOMED, MOVING = "dear", "cheap", "next door", "doomed", "moving"


@dataclass(frozen=True)
class Screening:
    """One show. `price` is a decimal string; hall and price are those at the start."""

    id: int
    role: str
    title: str
    hall: int
    price: str


@dataclass(frozen=True)
class Programme:
    """The shows of a run and everything that their prices depend on, as JSON-ready values."""

    venue: int
    shows: Sequence[Screening]
    halls: Mapping[int, Sequence[int]]
    """Seat ids by hall."""
    premium: Sequence[int]
    """Seats with the supplement."""
    supplement: str
    types: Mapping[int, Sequence[str]]
    """Name and adjustment by ticket type; the first is the default."""
    tax_rate: str

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        """Read what `facts` wrote; JSON has made strings of the numbers that are keys."""
        return cls(
            **{
                **facts,
                "shows": [Screening(**one) for one in facts["shows"]],
                "halls": {int(hall): seats for hall, seats in facts["halls"].items()},
                "types": {int(pk): about for pk, about in facts["types"].items()},
            }
        )

    def facts(self) -> dict[str, Any]:
        """For the record of the run."""
        return asdict(self)

    def show(self, role: str) -> Screening:
        """The show with this role."""
        return next(show for show in self.shows if show.role == role)

    def screening(self, show_id: int) -> Screening:
        """The show with this id."""
        return next(show for show in self.shows if show.id == show_id)

    @property
    def seats(self) -> list[int]:
        """Every seat of every hall."""
        return sorted(seat for seats in self.halls.values() for seat in seats)
