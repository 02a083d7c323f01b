"""The two demo cinemas: seat plans, in the notation of `venues/plans.py`, and prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from matinee.venues.models import SeatType


@dataclass(frozen=True, slots=True)
class DemoHall:
    """A hall and its seat plan."""

    name: str
    cleaning_minutes: int
    plan: str
    curve: float = 0.0
    """The curvature of its rows, in row pitches."""


@dataclass(frozen=True, slots=True)
class DemoTicketType:
    """A ticket type. `name` is in the cinema's language."""

    name: str
    adjustment: Decimal
    translations: dict[str, str] = field(default_factory=dict)
    """The name by language."""
    minimum_age: int | None = None
    needs_proof: bool = False


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A price card, and the conditions of the rule that chooses it. `name` is in the cinema's language."""

    name: str
    base: Decimal
    weekdays: Sequence[int] = ()
    """From 1 for Monday to 7 for Sunday; empty for all."""
    starts_from: time | None = None
    starts_before: time | None = None
    holidays: bool | None = None


@dataclass(frozen=True, slots=True)
class DemoCinema:
    """A venue with its halls and its prices in its currency. `language` is its audience's (BCP 47)."""

    name: str
    address: str
    city: str
    country: str
    region: str
    timezone: str
    currency: str
    language: str
    cards: tuple[DemoCard, ...]
    """In the order of their rules. The last one is the standard card, which fits every show."""
    format_supplements: dict[str, Decimal]
    seat_supplements: dict[SeatType, Decimal]
    ticket_types: tuple[DemoTicketType, ...]
    halls: tuple[DemoHall, ...]
    seat_type_names: dict[str, dict[str, str]] = field(default_factory=dict)
    format_names: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def standard_price(self) -> Decimal:
        """The base price of the standard card."""
        return self.cards[-1].base


TUESDAY = (2,)
WEEKEND = (5, 6, 7)
AFTERNOON = (time(5), time(17))
"""Shows before the evening cost less. A show after midnight has the evening price."""

BERLIN = DemoCinema(
    name="Filmtheater Lindenhof",
    address="Lindenhof 7, 10405 Berlin",
    city="Berlin",
    country="DE",
    region="BE",
    timezone="Europe/Berlin",
    currency="EUR",
    language="de",
    cards=(
        DemoCard("Kinotag", Decimal("8.50"), weekdays=TUESDAY, holidays=False),
        DemoCard("Nachmittag", Decimal("8.50"), (), *AFTERNOON),
        DemoCard("Wochenende", Decimal("12.50"), weekdays=WEEKEND),
        DemoCard("Standard", Decimal("11.00")),
    ),
    format_supplements={"3D": Decimal("2.50")},
    seat_supplements={SeatType.PREMIUM: Decimal("2.00"), SeatType.SOFA: Decimal("9.00")},
    ticket_types=(
        DemoTicketType("Erwachsene", Decimal(0), {"en": "Adult"}),
        DemoTicketType("Kind", Decimal("-3.00"), {"en": "Child"}),
        DemoTicketType("Senioren", Decimal("-1.50"), {"en": "Senior"}, minimum_age=65, needs_proof=True),
        DemoTicketType("Studierende", Decimal("-2.00"), {"en": "Student"}, minimum_age=16, needs_proof=True),
    ),
    seat_type_names={"de": {"sofa": "Kuschelsofa"}, "en": {"sofa": "Love seat"}},
    format_names={"de": {"Preview": "Vorpremiere"}},
    halls=(
        DemoHall(
            name="Saal 1",
            cleaning_minutes=20,
            curve=1.0,
            plan="""
                ..sss.ssssssssss.sss..
                .ssss.ssssssssss.ssss.
                sssss.ssssssssss.sssss
                sssss.ssssssssss.sssss
                sssss.ssssssssss.sssss

                wcs...ssssssssss...scw
                sssss.pppppppppp.sssss
                sssss.pppppppppp.sssss
                sssss.pppppppppp.sssss
                ()().()()()()().()()..
            """,
        ),
        DemoHall(
            name="Saal 2",
            cleaning_minutes=15,
            plan="""
                .....wcsssscw
                .....ssssssss
                .....ssssssss
                ssss.ssssssss
                ssss.ssssssss
                ssss.ssssssss
                ssss.sssxssss
                ssss.ssssssss
                pppp.pppppppp
                pppp.pppppppp
                ssss.ssssssss
            """,
        ),
        DemoHall(
            name="Studio",
            cleaning_minutes=15,
            plan="""
                .ssss..ssss.
                sssss..sssss
                sssss..sssss
                sssss..sssss
                sssss..sssss
                sssss..sssss
                sssss..sssss
                wcss....sscw
                ()()....()()
            """,
        ),
    ),
)

NEW_YORK = DemoCinema(
    name="The Harbor Light",
    address="210 Harbor Row, New York, NY 10004",
    city="New York",
    country="US",
    region="NY",
    timezone="America/New_York",
    currency="USD",
    language="en",
    cards=(
        DemoCard("Cinema Tuesday", Decimal("12.50"), weekdays=TUESDAY, holidays=False),
        DemoCard("Matinee", Decimal("12.50"), (), *AFTERNOON),
        DemoCard("Weekend", Decimal("18.50"), weekdays=WEEKEND),
        DemoCard("Standard", Decimal("17.00")),
    ),
    format_supplements={"3D": Decimal("4.00"), "IMAX": Decimal("7.00")},
    seat_supplements={SeatType.PREMIUM: Decimal("3.50")},
    ticket_types=(
        DemoTicketType("Adult", Decimal(0), {"de": "Erwachsene"}),
        DemoTicketType("Child", Decimal("-4.00"), {"de": "Kind"}),
        DemoTicketType("Senior", Decimal("-3.00"), {"de": "Senioren"}, minimum_age=65, needs_proof=True),
        DemoTicketType("Student", Decimal("-2.50"), {"de": "Studierende"}, minimum_age=16, needs_proof=True),
    ),
    halls=(
        DemoHall(
            name="Grand Auditorium",
            cleaning_minutes=25,
            curve=1.5,
            plan="""
                ..ssss.ssssssssssssss.ssss..
                ..ssss.ssssssssssssss.ssss..
                .sssss.ssssssssssssss.sssss.
                .sssss.ssssssssssssss.sssss.
                ssssss.ssssssssssssss.ssssss
                ssssss.ssssssssssssss.ssssss

                wccw...ssssssssssssss...wccw
                ssssss.pppppppppppppp.ssssss
                ssssss.pppppppppppppp.ssssss
                ssssss.pppppppppppppp.ssssss
                ssssss.ssssssssssssss.ssssss
                ssssss.ssssssssssssss.ssssss
                ssssss.ssssssssssssss.ssssss
                ssssss.ssssssssssssss.ssssss
                ssssss.ssssssssssssss.ssssss
                .sssss.ssssssssssssss.sssss.
                ..ssss.ssssssssssssss.ssss..
            """,
        ),
        DemoHall(
            name="Screen 2",
            cleaning_minutes=15,
            plan="""
                .sss.ssssssssssss.sss.
                ssss.ssssssssssss.ssss
                ssss.ssssssssssss.ssss
                ssss.ssssssssssss.ssss

                wc...ssssssssssss...cw
                ssss.pppppppppppp.ssss
                ssss.pppppppppppp.ssss
                ssss.ssssssssssss.ssss
                ssss.ssssssssssss.ssss
                ssss.ssssssssssss.ssss
                ssss.ssssssssssss.....
                ssss.ssssssssssss.....
                ssss.ssssssssssss.....
            """,
        ),
    ),
)

CINEMAS = (BERLIN, NEW_YORK)
