"""The data of one run: the shows of one venue, their halls and seats, and the initial prices."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

EXPENSIVE, CHEAP, OTHER_HALL, CANCELLED, MOVED = "expensive", "cheap", "other hall", "cancelled", "moved"


@dataclass(frozen=True)
class Screening:
    """One show. `price` is a decimal string; hall and price are the initial ones."""

    id: int
    role: str
    title: str
    hall: int
    price: str


@dataclass(frozen=True)
class Programme:
    """The shows of a run and everything that their prices depend on, as JSON values."""

    venue: int
    shows: Sequence[Screening]
    halls: Mapping[int, Sequence[int]]
    """Seat ids by hall."""
    premium: Sequence[int]
    """Seats with a supplement."""
    supplement: str
    types: Mapping[int, Sequence[str]]
    """Name and adjustment by ticket type; the first is the default."""
    tax_rate: str

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        """Read the result of `facts`. JSON converted numeric keys to strings."""
        return cls(
            **{
                **facts,
                "shows": [Screening(**one) for one in facts["shows"]],
                "halls": {int(hall): seats for hall, seats in facts["halls"].items()},
                "types": {int(pk): about for pk, about in facts["types"].items()},
            }
        )

    def facts(self) -> dict[str, Any]:
        """The programme as JSON values."""
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
