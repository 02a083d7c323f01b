"""Finds the cheapest groups of a hall, and the closest to a first group, without visiting all of them.

Runs are visited in the order of their lower bounds, until no further run can be better. Everything that
depends only on the types of a run's seats is computed once for all runs of the same types.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import hypot
from operator import attrgetter, itemgetter

from matinee.booking.best_seats.geometry import (
    SIDEWAYS_PER_ROW,
    Group,
    Place,
    Run,
    Window,
    group_of,
    runs_of,
    windows_of,
)
from matinee.booking.best_seats.preferences import SINGLE_SEAT, Cost, Preferences

Types = tuple[str, ...]
Found = tuple[tuple[float, ...], Group]
"""A sort key and its group."""


class Search:
    """The free seats of some types in a hall, for a party with preferences."""

    def __init__(
        self, rows: Sequence[Sequence[Place]], offered: Collection[str], preferences: Preferences
    ) -> None:
        """Compute the runs."""
        self.preferences = preferences
        self.rows = [runs_of(row, places, offered) for row, places in enumerate(rows)]
        self.runs = [run for of_row in self.rows for run in of_row]
        self.groups_seen = 0
        """How many groups were visited: the work that was done."""
        self._largest = max((run.people for run in self.runs), default=0)
        self._windows: dict[tuple[Types, int], Mapping[Cost, Sequence[Window]]] = {}
        self._by_kinds: dict[tuple[int, int], Mapping[Cost, Sequence[Run]]] = {}
        self._with_size: dict[int, Sequence[int]] = {}

    def best(self, size: int, most: int) -> list[Group]:
        """Return up to `most` groups for `size` people with the lowest costs, in the order of cost."""
        found: list[Found] = []
        for lowest, run in self._candidates(size):
            if len(found) == most and found[-1][0] < lowest:
                break
            for kinds, windows in self._windows_of(run.types, size).items():
                for window in windows:
                    group = group_of(run, window)
                    if not self.preferences.accepts(group):
                        continue
                    rows_away = abs(run.y - self.preferences.best[1])
                    key = (*self.preferences.cost(group, kinds), rows_away, run.row, run.index, window.start)
                    if len(found) < most or key < found[-1][0]:
                        insort(found, (key, group), key=itemgetter(0))
                        del found[most:]
                self.groups_seen += len(windows)
        return [group for _, group in found]

    def _candidates(self, size: int) -> list[tuple[Cost, Run]]:
        """Return the runs that fit a group, each with its lower bound, in the order of the bounds."""
        if size > self._largest:
            return []
        candidates = [
            (self.preferences.lowest_cost(run, min(of_kinds)), run)
            for run in self.runs
            if run.people >= size
            and self.preferences.accepts(run)
            and (of_kinds := self._windows_of(run.types, size))
        ]
        return sorted(candidates, key=itemgetter(0))

    def closest(self, parts: Sequence[Group], size: int, reach: int) -> Group | None:
        """Return the group for `size` people closest to the first part, at most `reach` rows from a part.

        The types of the seats matter more than the distance. Seats of the parts are left out.
        """
        if size > self._largest:
            return None
        changed = {part.run.origin for part in parts}
        pieces = self._pieces(parts, changed, reach)
        rows = self._rows_with(size)
        if reach < len(self.rows):
            near = {part.row + step for part in parts for step in range(-reach, reach + 1)}
            rows = sorted(row for row in near if 0 <= row < len(self.rows) and self._kinds_in(row, size))
        kinds_here = {kinds for row in rows for kinds in self._kinds_in(row, size)}
        kinds_here.update(kinds for piece in pieces for kinds in self._windows_of(piece.types, size))
        for kinds in sorted(kinds_here):
            best: Found | None = None
            for piece in pieces:
                best = self._closer(best, parts[0], piece, size, kinds)
            best = self._closest_in_rows(best, parts[0], rows, size, kinds, changed)
            if best:
                return best[1]
        return None

    def _pieces(self, parts: Sequence[Group], changed: Iterable[Run], reach: int) -> list[Run]:
        """Return what is left of the parts' runs, within reach."""
        chosen = {place.id for part in parts for place in part.places}
        within = [run for run in changed if any(abs(run.row - part.row) <= reach for part in parts)]
        return [piece for run in within for piece in run.without(chosen)]

    def _closest_in_rows(
        self,
        best: Found | None,
        first: Group,
        rows: Sequence[int],
        size: int,
        kinds: Cost,
        changed: Collection[Run],
    ) -> Found | None:
        """Return the best of the earlier result and the groups of these rows, without changed runs."""
        for row in self._by_distance(rows, first):
            if best and best[0][0] < round(self._height(row, first), 6):
                break
            for side in _sides(self._kinds_in(row, size).get(kinds, ()), first.x):
                for run in side:
                    if best and best[0][0] < _lowest_distance(run, first):
                        break
                    if run not in changed:
                        best = self._closer(best, first, run, size, kinds)
        return best

    def _closer(self, best: Found | None, first: Group, run: Run, size: int, kinds: Cost) -> Found | None:
        """Return the best of the earlier result and the groups of a run."""
        windows = self._windows_of(run.types, size).get(kinds, ())
        self.groups_seen += len(windows)
        height = SIDEWAYS_PER_ROW * (run.y - first.y)
        for window in windows:
            group = group_of(run, window)
            # Rounded, so that the rows before and behind have equal distances, and the better one wins.
            cost = round(SINGLE_SEAT * window.single_seats + hypot(group.x - first.x, height), 6)
            if best is None or cost <= best[0][0]:
                start = group.places[0]
                key = (
                    cost,
                    self.preferences.weighted_distance(group),
                    run.row,
                    run.index,
                    start.x,
                    start.number,
                )
                if best is None or key < best[0]:
                    best = (key, group)
        return best

    def _windows_of(self, types: Types, size: int) -> Mapping[Cost, Sequence[Window]]:
        """Return the windows in a run of these types, by the cost of their types."""
        found = self._windows.get((types, size))
        if found is None:
            by_kinds = defaultdict(list)
            for window in windows_of(types, size):
                by_kinds[self.preferences.kinds(types[window.start : window.stop])].append(window)
            found = self._windows[types, size] = by_kinds
        return found

    def _kinds_in(self, row: int, size: int) -> Mapping[Cost, Sequence[Run]]:
        """Return the runs of a row by the cost of the types of their groups, from the left."""
        found = self._by_kinds.get((row, size))
        if found is None:
            by_kinds = defaultdict(list)
            for run in self.rows[row]:
                if run.people >= size:
                    for kinds in self._windows_of(run.types, size):
                        by_kinds[kinds].append(run)
            found = self._by_kinds[row, size] = by_kinds
        return found

    def _rows_with(self, size: int) -> Sequence[int]:
        """Return the rows that have groups of this size."""
        if size not in self._with_size:
            rows = range(len(self.rows))
            self._with_size[size] = [row for row in rows if self.rows[row] and self._kinds_in(row, size)]
        return self._with_size[size]

    def _height(self, row: int, first: Group) -> float:
        return SIDEWAYS_PER_ROW * abs(self.rows[row][0].y - first.y)

    def _by_distance(self, rows: Sequence[int], first: Group) -> Iterator[int]:
        """Return rows by their distance from the row of the first part."""
        after = bisect_left(rows, first.row)
        before = after - 1
        while before >= 0 or after < len(rows):
            if before < 0 or (
                after < len(rows) and self._height(rows[after], first) <= self._height(rows[before], first)
            ):
                yield rows[after]
                after += 1
            else:
                yield rows[before]
                before -= 1


def _sides(runs: Sequence[Run], x: float) -> tuple[Iterator[Run], Iterator[Run]]:
    """Return the runs to the right of `x`, and to the left of it."""
    at = bisect_left(runs, x, key=attrgetter("left"))
    return islice(runs, at, None), (runs[before] for before in range(at - 1, -1, -1))


def _lowest_distance(run: Run, first: Group) -> float:
    sideways = max(run.left - first.x, first.x - run.right, 0)
    return round(hypot(sideways, SIDEWAYS_PER_ROW * (run.y - first.y)), 6)
