"""The JSON of the programme's list, joined from parts that the process caches (decision 0034).

A part is cached by the version of the rows that it was made of, so it cannot be stale. The numbers of seats
may be a second old.
"""

from collections.abc import Iterator, Sequence
from time import monotonic

import orjson
from django.conf import settings

from matinee.api.public.programme.json import languages_of, screening_json
from matinee.booking.availability import SeatCount, seat_counts
from matinee.core.translations import known_language
from matinee.shows.listing import ListedShow
from matinee.shows.models import Show
from matinee.shows.queries import get_shows
from matinee.shows.rules import is_on_sale

COUNTS_SECONDS = 1.0
"""How long the numbers of seats are shared by all requests of a process."""

MAX_SHOWS = 2_000
"""How many shows are cached: about 2 MB in each process and language."""

ON_SALE = b'"on_sale":'

Ends = tuple[bytes, bytes]
"""The JSON of a show before and after the value of `on_sale`."""


class Part:
    """A show, and its JSON in each language that was asked for."""

    def __init__(self, show: Show) -> None:
        """Start without JSON."""
        self.show = show
        self._languages = languages_of(show)
        self._ends: dict[str, Ends] = {}

    def ends(self, language: str) -> Ends:
        """Return the JSON in a language. Only languages that the show has texts in are cached."""
        known = known_language(language, self._languages)
        ends = self._ends.get(known)
        if ends is None:
            json = orjson.dumps(screening_json(self.show, on_sale=False, language=known))
            before, after = json.split(ON_SALE + b"false", 1)
            ends = self._ends[known] = before + ON_SALE, after.removesuffix(b"}")
        return ends


_parts: dict[tuple[int, str], Part] = {}
_counts: dict[int, tuple[float, SeatCount]] = {}


def shows_json(shows: Sequence[ListedShow], language: str = "") -> Iterator[bytes]:
    """Return each show as JSON in a language, with its numbers of seats."""
    parts, counts, sells_online = _parts_of(shows), _counts_of(shows), settings.SELLS_ONLINE
    for listed in shows:
        part, count = parts.get((listed.pk, listed.version)), counts.get(listed.pk)
        if part is None or count is None:
            continue  # The show was deleted after it was listed.
        before, after = part.ends(language)
        on_sale = b"true" if sells_online and is_on_sale(part.show, listed.read_at) else b"false"
        seats = b',"seats_total":%d,"seats_available":%d}' % (count.total, count.total - count.taken)
        yield b"".join((before, on_sale, after, seats))


def _parts_of(shows: Sequence[ListedShow]) -> dict[tuple[int, str], Part]:
    parts = {(show.pk, show.version): _parts.get((show.pk, show.version)) for show in shows}
    missing = {key[0]: key for key, part in parts.items() if part is None}
    if missing:
        made = {missing[show.pk]: Part(show) for show in get_shows(missing)}
        _limit(_parts)
        _parts.update(made)
        parts |= made
    return {key: part for key, part in parts.items() if part}


def _counts_of(shows: Sequence[ListedShow]) -> dict[int, SeatCount]:
    now = monotonic()
    known = {show.pk: _counts.get(show.pk, (0.0, None)) for show in shows}
    if any(count is None or read_at + COUNTS_SECONDS <= now for read_at, count in known.values()):
        counts = seat_counts(known)
        _limit(_counts)
        _counts.update((show_id, (now, count)) for show_id, count in counts.items())
        return counts
    return {show_id: count for show_id, (_, count) in known.items() if count}


def _limit(cache: dict) -> None:  # type: ignore[type-arg]
    """Empty a cache that is full. It fills again with the shows of the next requests."""
    if len(cache) > MAX_SHOWS:
        cache.clear()
