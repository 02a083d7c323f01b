"""The programme of the demo's halls: fixed start times. The film of a slot changes every Thursday."""

from dataclasses import dataclass
from datetime import date, time

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
EVERY_DAY = frozenset(range(7))
WEEKEND = frozenset({SATURDAY, SUNDAY})
LATE_NIGHTS = frozenset({FRIDAY, SATURDAY})
WEEKEND_EVENINGS = frozenset({FRIDAY, SATURDAY, SUNDAY})

MATINEES_FROM, MATINEES_UNTIL = time(5), time(17)
"""Matinees cost less. A show after midnight has the evening price."""

ORIGINAL_LANGUAGES = {"Apocalypto": "yua", "Letters from Iwo Jima": "ja"}
"""The original languages of the demo's films that are not in English (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of a day: the earliest start in the venue's local time, and the films, which change weekly."""

    at: time
    films: tuple[str, ...]
    screen_format: str = "2D"
    original_version: bool = False
    days: frozenset[int] = EVERY_DAY

    @property
    def is_matinee(self) -> bool:
        """Whether it starts before the evening."""
        return MATINEES_FROM <= self.at < MATINEES_UNTIL

    def film_on(self, day: date) -> str:
        """Return the film of the week. A week starts on Thursday."""
        week = (day.toordinal() - THURSDAY - 1) // 7
        return self.films[week % len(self.films)]


PROGRAMME: dict[tuple[str, str], tuple[Slot, ...]] = {
    ("Filmtheater Lindenhof", "Saal 1"): (
        Slot(time(11), ("Finding Nemo", "Ratatouille", "The Incredibles")),
        Slot(time(14), ("Up", "Cloudy with a Chance of Meatballs"), screen_format="3D"),
        Slot(time(16, 45), ("Spider-Man 2", "Minority Report")),
        Slot(time(20), ("The Dark Knight", "Casino Royale", "Inception")),
        Slot(time(23, 45), ("Kill Bill: Volume 1", "Fight Club"), original_version=True, days=LATE_NIGHTS),
    ),
    ("Filmtheater Lindenhof", "Saal 2"): (
        Slot(time(11, 30), ("Monsters, Inc.", "Chicken Run"), days=WEEKEND),
        Slot(time(14, 15), ("The Truman Show", "Big Fish")),
        Slot(
            time(17, 15),
            ("Eternal Sunshine of the Spotless Mind", "Slumdog Millionaire"),
            original_version=True,
        ),
        Slot(time(20, 15), ("Gladiator", "The Departed")),
        Slot(time(0, 15), ("The Big Lebowski", "Hot Fuzz"), original_version=True, days=LATE_NIGHTS),
    ),
    ("Filmtheater Lindenhof", "Studio"): (
        Slot(
            time(11, 15), ("The Iron Giant", "Wallace & Gromit: The Curse of the Were-Rabbit"), days=WEEKEND
        ),
        Slot(time(13, 45), ("Letters from Iwo Jima", "The Pianist"), original_version=True),
        Slot(time(17), ("Lost in Translation", "Juno"), original_version=True),
        Slot(time(19, 30), ("Memento", "Fargo")),
        Slot(time(22, 15), ("Trainspotting", "Being John Malkovich"), original_version=True),
    ),
    ("The Harbor Light", "Grand Auditorium"): (
        Slot(time(10, 45), ("WALL-E", "Toy Story 2")),
        Slot(time(13, 15), ("Up", "Cloudy with a Chance of Meatballs"), screen_format="3D"),
        Slot(time(16), ("Batman Begins", "Iron Man")),
        Slot(time(19, 45), ("Inception", "The Dark Knight"), screen_format="IMAX"),
        Slot(time(0, 15), ("The Matrix", "Aliens"), days=LATE_NIGHTS),
    ),
    ("The Harbor Light", "Screen 2"): (
        Slot(time(11, 30), ("Shrek", "Monsters, Inc.")),
        Slot(time(14), ("The Lord of the Rings: The Fellowship of the Ring", "The Pianist")),
        Slot(time(18), ("Letters from Iwo Jima", "Apocalypto"), original_version=True),
        Slot(time(21, 15), ("The Prestige", "Gladiator")),
    ),
}
