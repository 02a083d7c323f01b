"""The programme of the demo's halls: fixed start times, and two lists of films that alternate weekly."""

from dataclasses import dataclass
from datetime import date, time, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
EVERY_DAY = frozenset(range(7))
WEEKEND = frozenset({SATURDAY, SUNDAY})
LATE_NIGHTS = frozenset({FRIDAY, SATURDAY})
PREVIEWS = frozenset({WEDNESDAY})

ORIGINAL_LANGUAGES = {"Apocalypto": "yua", "Letters from Iwo Jima": "ja"}
"""The original languages of the demo's films that are not in English (BCP 47)."""

PREVIEW = "Preview"
"""The format of a show on the evening before the film's first week."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of a day: the earliest start in the venue's local time, and the films, which change weekly."""

    at: time
    films: tuple[str, str]
    screen_format: str = "2D"
    original_version: bool = False
    days: frozenset[int] = EVERY_DAY
    audience: tuple[float, ...] = ()
    """The share of the seats that is sold before a show of today, of tomorrow, and so on."""
    sales_open_before: timedelta = timedelta(weeks=3)
    """The default is longer than the programme, so that a new show is on sale."""

    def film_on(self, day: date) -> str:
        """Return the film of the week. A week starts on Thursday."""
        week = (day.toordinal() - THURSDAY - 1) // 7
        return self.films[week % len(self.films)]


PROGRAMME: dict[tuple[str, str], tuple[Slot, ...]] = {
    ("Filmtheater Lindenhof", "Saal 1"): (
        Slot(time(11), ("Finding Nemo", "Ratatouille")),
        Slot(time(13, 45), ("Up", "Cloudy with a Chance of Meatballs"), screen_format="3D"),
        Slot(time(16, 30), ("The Dark Knight", "Casino Royale"), audience=(0.4,)),
        Slot(time(20), ("The Dark Knight", "Casino Royale"), audience=(0.9,)),
        Slot(time(23, 30), ("Fight Club", "Kill Bill: Volume 1"), original_version=True, days=LATE_NIGHTS),
    ),
    ("Filmtheater Lindenhof", "Saal 2"): (
        Slot(time(11, 30), ("Up", "Monsters, Inc."), days=WEEKEND),
        Slot(time(14, 15), ("Eternal Sunshine of the Spotless Mind", "Big Fish")),
        Slot(time(17, 15), ("The Dark Knight", "Casino Royale"), original_version=True, audience=(0.6, 0.2)),
        Slot(time(20, 30), ("Inception", "Gladiator"), days=EVERY_DAY - PREVIEWS, audience=(1.0, 0.5)),
        Slot(
            time(20, 30),
            ("Casino Royale", "The Dark Knight"),
            screen_format=PREVIEW,
            original_version=True,
            days=PREVIEWS,
            audience=(1.0, 0.9),
            sales_open_before=timedelta(days=5),
        ),
        Slot(time(0, 15), ("The Big Lebowski", "Hot Fuzz"), original_version=True, days=LATE_NIGHTS),
    ),
    ("Filmtheater Lindenhof", "Studio"): (
        Slot(
            time(11, 15),
            ("Finding Nemo", "Wallace & Gromit: The Curse of the Were-Rabbit"),
            days=WEEKEND,
            audience=(0.95,),
        ),
        Slot(time(13, 45), ("Letters from Iwo Jima", "The Pianist"), original_version=True),
        Slot(time(17), ("Lost in Translation", "Juno"), original_version=True, audience=(0.5,)),
        Slot(time(19, 30), ("Inception", "Memento"), original_version=True, audience=(0.9, 1.0)),
        Slot(time(22, 45), ("Lost in Translation", "Memento"), original_version=True, audience=(0.2,)),
    ),
    ("The Harbor Light", "Grand Auditorium"): (
        Slot(time(10, 45), ("WALL-E", "Toy Story 2")),
        Slot(time(13, 15), ("Up", "Cloudy with a Chance of Meatballs"), screen_format="3D"),
        Slot(time(16), ("Inception", "The Dark Knight")),
        Slot(time(19, 45), ("Inception", "The Dark Knight"), screen_format="IMAX", audience=(0.9, 0.2)),
        Slot(time(0, 15), ("The Matrix", "Aliens"), days=LATE_NIGHTS),
    ),
    ("The Harbor Light", "Screen 2"): (
        Slot(time(11, 30), ("Shrek", "Monsters, Inc.")),
        Slot(time(14), ("The Lord of the Rings: The Fellowship of the Ring", "The Prestige")),
        Slot(time(18), ("Letters from Iwo Jima", "Apocalypto"), original_version=True, audience=(0.4,)),
        Slot(time(21, 15), ("Inception", "The Dark Knight"), audience=(1.0, 0.6)),
    ),
}
