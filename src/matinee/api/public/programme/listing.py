"""The JSON of the programme's list, joined from parts that the process caches (decision 0034).

A part is cached by the version of the rows that it was made of, so it cannot be stale. The numbers of seats
may be a second old.
"""

from collections.abc import Iterator, Sequence
from time import monotonic

import orjson
from django.conf import settings

from matinee.api.public.programme.json import screening_json
from matinee.booking.availability import SeatCount, seat_counts
from matinee.shows.listing import ListedShow
from matinee.shows.models import Show
from matinee.shows.queries import get_shows
from matinee.shows.rules import is_on_sale

COUNTS_SECONDS = 1.0
"""How long the numbers of seats are shared by all requests of a process."""

MAX_SHOWS = 2_000
"""How many shows are cached: about 2 MB in each process."""

ON_SALE = b'"on_sale":'

Part = tuple[Show, bytes, bytes]
"""A show, and its JSON before and after the value of `on_sale`."""

_parts: dict[tuple[int, str], Part] = {}
_counts: dict[int, tuple[float, SeatCount]] = {}


def shows_json(shows: Sequence[ListedShow]) -> Iterator[bytes]:
    """Return each show as JSON, with its numbers of seats."""
    parts, counts, sells_online = _parts_of(shows), _counts_of(shows), settings.SELLS_ONLINE
    for listed in shows:
        part, count = parts.get((listed.pk, listed.version)), counts.get(listed.pk)
        if part is None or count is None:
            continue  # The show was deleted after it was listed.
        show, before, after = part
        on_sale = b"true" if sells_online and is_on_sale(show, listed.read_at) else b"false"
        seats = b',"seats_total":%d,"seats_available":%d}' % (count.total, count.total - count.taken)
        yield b"".join((before, on_sale, after, seats))


def _parts_of(shows: Sequence[ListedShow]) -> dict[tuple[int, str], Part]:
    parts = {(show.pk, show.version): _parts.get((show.pk, show.version)) for show in shows}
    missing = {key[0]: key for key, part in parts.items() if part is None}
    if missing:
        made = {missing[show.pk]: _part(show) for show in get_shows(missing)}
        _limit(_parts)
        _parts.update(made)
        parts |= made
    return {key: part for key, part in parts.items() if part}


def _part(show: Show) -> Part:
    before, after = orjson.dumps(screening_json(show, on_sale=False)).split(ON_SALE + b"false", 1)
    return show, before + ON_SALE, after.removesuffix(b"}")


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
