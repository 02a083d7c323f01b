"""A short run under faults has no anomalies, and the checker detects each mutant.

`make faults` runs the mutants and the long run (decision 0025).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from tests.faults.histories import runner
from tests.faults.histories.clients import Workload
from tests.faults.histories.programme import CANCELLED, CHEAP, EXPENSIVE, MOVED
from tests.faults.histories.runner import ENVIRON, RunResult
from tests.faults.histories.site import PreparedMachine, administrator, prepare_machine, run_site
from tests.faults.mutants import no_constraint

SECONDS = 6
ATTEMPTS = (4, 12, 30)
"""The duration in seconds of each run of a mutant, until it is detected."""

SEED = "short"
APPROVED, DECLINED, NO_RESPONSE = "4242424242424242", "4000000000000002", "4000000000008005"
"""The last one is authorised, but the response is lost; a later request returns the status."""

PRICE_CHANGES = {"change a price": 1}
ONE_SHOW = Workload(shows={EXPENSIVE: 1}, keys={"new": 1})
"""What staff and clients do in runs of a mutant by default."""


@pytest.fixture(scope="module")
def prepared() -> Iterator[PreparedMachine]:
    """A machine with a programme for each run."""
    with prepare_machine(1 + 6 * len(ATTEMPTS)) as made:
        yield made


@pytest.fixture
def without_constraint(prepared: PreparedMachine) -> Iterator[None]:
    """Drop the constraint `unique_seat_per_show`."""
    prepared.machine.url()
    with psycopg.connect(administrator(prepared.machine), autocommit=True) as connection:
        connection.execute(no_constraint.SCHEMA)
    yield
    prepared.machine.url()
    with psycopg.connect(administrator(prepared.machine), autocommit=True) as connection:
        connection.execute("TRUNCATE booking CASCADE")
        connection.execute(
            "ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show UNIQUE (show_id, seat_id)"
        )


@pytest.mark.faults
def test_a_run_under_faults_has_no_anomalies(prepared: PreparedMachine, tmp_path: Path) -> None:
    with run_site(prepared, ENVIRON, tmp_path / "site.log") as site:
        result = runner.run(site, seconds=SECONDS, seed=SEED, path=tmp_path / "history.jsonl", pause=0.3)
    assert result.anomalies == [], result.report()
    assert len(result.history.calls) > 20
    assert result.history.faults


def assert_detected(
    prepared: PreparedMachine,
    folder: Path,
    mutant: str,
    anomaly: str,
    weights: Mapping[str, float],
    *,
    latency: float = 0.0,
    staff_weights: Mapping[str, float] = PRICE_CHANGES,
    workload: Workload = ONE_SHOW,
) -> RunResult:
    """Run the mutant until the checker reports the anomaly."""
    for seconds in ATTEMPTS:
        environ = {**ENVIRON, "WRONG_CLOCK_HOURS": "", "MUTANT": mutant}
        with run_site(prepared, environ, folder / "site.log") as site:
            result = runner.run(
                site,
                seconds=seconds,
                seed=f"{SEED} {seconds}",
                path=folder / f"{seconds}.jsonl",
                pause=0.3,
                weights=weights,
                staff_weights=staff_weights,
                workload=workload,
                latency=latency,
            )
        if any(anomaly in found for found in result.anomalies):
            return result
    raise AssertionError(f"{mutant} was not detected.\n{result.report()}")


@pytest.mark.faults
def test_a_build_without_the_lock_is_detected(prepared: PreparedMachine, tmp_path: Path) -> None:
    anomaly = "was accepted while another transaction had the lock"
    assert_detected(prepared, tmp_path, "no_lock", anomaly, {"lock seat rows": 1})


@pytest.mark.faults
@pytest.mark.usefixtures("without_constraint")
def test_a_build_without_the_constraint_is_detected(prepared: PreparedMachine, tmp_path: Path) -> None:
    assert_detected(
        prepared, tmp_path, "no_constraint", "no linearization", {"lock seat rows": 1}, latency=0.02
    )


@pytest.mark.faults
def test_a_build_that_reads_the_clock_before_the_lock_is_detected(
    prepared: PreparedMachine, tmp_path: Path
) -> None:
    assert_detected(
        prepared,
        tmp_path,
        "early_clock",
        "the clock was read while another transaction",
        {"lock seat rows": 1},
    )


@pytest.mark.faults
def test_a_build_that_does_not_claim_keys_is_detected(prepared: PreparedMachine, tmp_path: Path) -> None:
    anomaly = "one Idempotency-Key did both"
    workload = Workload(
        shows={EXPENSIVE: 1, CHEAP: 1, CANCELLED: 1},
        keys={"concurrent": 1},
        key_reuses={"other seats": 1},
        cards={DECLINED: 1},
    )
    weights = {"lock seat rows": 2, "step the database's clock": 3}
    assert_detected(prepared, tmp_path, "key_not_claimed", anomaly, weights, workload=workload)


@pytest.mark.faults
def test_a_build_in_which_one_failure_stops_the_reconciler_is_detected(
    prepared: PreparedMachine, tmp_path: Path
) -> None:
    """A show moves to another hall during a payment, so that its seats are not in the new hall."""
    assert_detected(
        prepared,
        tmp_path,
        "failure_stops_loop",
        "The reconciler stopped",
        {"step the database's clock": 1},
        staff_weights={"move a show to another hall": 1},
        workload=Workload(shows={MOVED: 1}, keys={"new": 1}, cards={NO_RESPONSE: 1}),
    )


@pytest.mark.faults
def test_a_build_that_captures_before_the_sale_is_detected(prepared: PreparedMachine, tmp_path: Path) -> None:
    anomaly = "was captured without tickets"
    workload = Workload(shows={EXPENSIVE: 1}, keys={"new": 1}, cards={NO_RESPONSE: 2, APPROVED: 1})
    assert_detected(
        prepared, tmp_path, "early_capture", anomaly, {"step the database's clock": 1}, workload=workload
    )
