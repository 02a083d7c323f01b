"""Many clients, few seats, and a nemesis: a short run finds nothing, and finds each of the broken builds.

`make faults` runs the broken builds, and the long run (decision 0025).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from tests.faults.histories import trial
from tests.faults.histories.clients import Habits
from tests.faults.histories.programme import CHEAP, DEAR, DOOMED, MOVING
from tests.faults.histories.site import Stage, administrator, run_site, stage
from tests.faults.histories.trial import ENVIRON, Verdict
from tests.faults.mutants import no_constraint

SECONDS = 6
ATTEMPTS = (4, 12, 30)
"""Seconds of each run against a mutant, until it is caught."""

SEED = "short"
APPROVED, DECLINED, UNHEARD = "4242424242424242", "4000000000000002", "4000000000008005"
"""The money of the last is reserved, which nobody hears of until the provider is asked again."""

PRICES = {"change a price": 1}
ONE_SHOW = Habits(shows={DEAR: 1}, keys={"new": 1})
"""What staff and clients do in runs against a broken build, unless the test is about what they do."""


@pytest.fixture(scope="module")
def cinemas() -> Iterator[Stage]:
    """A machine with a show for each run."""
    with stage(1 + 6 * len(ATTEMPTS)) as made:
        yield made


@pytest.fixture
def without_constraint(cinemas: Stage) -> Iterator[None]:
    """The database's wall is down."""
    cinemas.machine.url()
    with psycopg.connect(administrator(cinemas.machine), autocommit=True) as connection:
        connection.execute(no_constraint.SCHEMA)
    yield
    cinemas.machine.url()
    with psycopg.connect(administrator(cinemas.machine), autocommit=True) as connection:
        connection.execute("TRUNCATE booking CASCADE")
        connection.execute(
            "ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show UNIQUE (show_id, seat_id)"
        )


def test_nothing_is_found(cinemas: Stage, tmp_path: Path) -> None:
    with run_site(cinemas, ENVIRON, tmp_path / "site.log") as site:
        verdict = trial.run(site, seconds=SECONDS, seed=SEED, path=tmp_path / "history.jsonl", pause=0.3)
    assert verdict.anomalies == [], verdict.report()
    assert len(verdict.history.calls) > 20
    assert verdict.history.faults


def catch(
    cinemas: Stage,
    folder: Path,
    mutant: str,
    sign: str,
    weights: Mapping[str, float],
    *,
    latency: float = 0.0,
    staff_weights: Mapping[str, float] = PRICES,
    habits: Habits = ONE_SHOW,
) -> Verdict:
    """Run the mutant until the checker finds what it is expected to."""
    for seconds in ATTEMPTS:
        environ = {**ENVIRON, "WRONG_CLOCK_HOURS": "", "MUTANT": mutant}
        with run_site(cinemas, environ, folder / "site.log") as site:
            verdict = trial.run(
                site,
                seconds=seconds,
                seed=f"{SEED} {seconds}",
                path=folder / f"{seconds}.jsonl",
                pause=0.3,
                weights=weights,
                staff_weights=staff_weights,
                habits=habits,
                latency=latency,
            )
        if any(sign in anomaly for anomaly in verdict.anomalies):
            return verdict
    raise AssertionError(f"{mutant} was not caught.\n{verdict.report()}")


@pytest.mark.faults
def test_a_build_without_the_lock_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    sign = "was granted while somebody else had the lock"
    catch(cinemas, tmp_path, "no_lock", sign, {"hoard seats": 1})


@pytest.mark.faults
@pytest.mark.usefixtures("without_constraint")
def test_a_build_without_the_constraint_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    catch(cinemas, tmp_path, "no_constraint", "no legal order of owners", {"hoard seats": 1}, latency=0.02)


@pytest.mark.faults
def test_a_build_that_reads_the_clock_too_early_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    catch(cinemas, tmp_path, "early_clock", "its clock was read while somebody else", {"hoard seats": 1})


@pytest.mark.faults
def test_a_build_that_sees_keys_but_does_not_claim_them_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    sign = "one Idempotency-Key did both"
    habits = Habits(
        shows={DEAR: 1, CHEAP: 1, DOOMED: 1},
        keys={"twins": 1},
        second_uses={"other seats": 1},
        cards={DECLINED: 1},
    )
    weights = {"hoard seats": 2, "step the database's clock": 3}
    catch(cinemas, tmp_path, "key_seen_before", sign, weights, habits=habits)


@pytest.mark.faults
def test_a_build_that_one_row_stops_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    """A show moves to another hall while somebody's bank thinks, and the seats are in no hall of it."""
    catch(
        cinemas,
        tmp_path,
        "one_stops_all",
        "The reconciler stopped",
        {"step the database's clock": 1},
        staff_weights={"move a show to another hall": 1},
        habits=Habits(shows={MOVING: 1}, keys={"new": 1}, cards={UNHEARD: 1}),
    )


@pytest.mark.faults
def test_a_build_that_captures_too_early_is_caught(cinemas: Stage, tmp_path: Path) -> None:
    sign = "was captured, but there never were tickets"
    habits = Habits(shows={DEAR: 1}, keys={"new": 1}, cards={UNHEARD: 2, APPROVED: 1})
    catch(cinemas, tmp_path, "early_capture", sign, {"step the database's clock": 1}, habits=habits)
