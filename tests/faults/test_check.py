"""`matinee check` lists what a cinema still needs, and reports when nothing is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.machine import Machine, clear, open_folder
from tests.faults.test_production import PRODUCTION

LIVE = {
    **PRODUCTION,
    "PAYMENTS": "online",
    "STRIPE_SECRET_KEY": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_TYooMQauvdEDq54NiTphI7jx",
    "STRIPE_WEBHOOK_SECRET": "whsec_9fK2mQx7vB1nYc5Rk2Pd9Hs6Jf1Mc4Ga",
    "SMTP_URL": "smtp://localhost:1?tls=off",
}
WORKER = (
    "DELETE FROM matinee_jobs.procrastinate_workers;"
    " INSERT INTO matinee_jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '{0} seconds')"
)
ON_SALE = (
    "UPDATE show SET status = 'SCHEDULED', sales_open_at = now() - interval '9 days',"
    " sales_close_at = now() + interval '9 days'"
)


@pytest.fixture(scope="module")
def configured_machine(full_data: Path) -> Iterator[Machine]:
    """A machine for which `matinee check` reports no missing item."""
    with open_folder() as folder:
        machine = Machine(folder / "data")
        machine.copy_data(full_data)
        machine.environ = LIVE
        machine.psql(f"{WORKER.format(1)}; {ON_SALE}")
        yield machine
        clear(machine.data)


def check(machine: Machine) -> tuple[int, list[str], str]:
    """Return the exit status, the names of missing items, and the output."""
    done = machine.matinee("check")
    assert done.stderr == ""
    missing = [
        line[9:].partition(":")[0] for line in done.stdout.splitlines() if line.startswith("missing  ")
    ]
    return done.returncode, missing, done.stdout


def test_a_complete_cinema_is_ready(configured_machine: Machine) -> None:
    status, missing, output = check(configured_machine)
    assert (status, missing) == (0, []), output
    assert output.endswith("Ready to sell\n")
    assert "ok       Payments: Stripe\n" in output
    # An email server that does not respond is only a warning.
    assert "look at  Email server answers: localhost port 1 does not" in output


@pytest.mark.faults
def test_a_site_url_outside_allowed_hosts_is_a_warning(configured_machine: Machine) -> None:
    assert "ok       Links in emails\n" in check(configured_machine)[2]
    configured_machine.environ = {**LIVE, "SITE_URL": "https://roxy.example"}
    status, missing, output = check(configured_machine)
    configured_machine.environ = LIVE
    assert (status, missing) == (0, [])
    assert "look at  Links in emails: add the host of SITE_URL to ALLOWED_HOSTS" in output


@pytest.mark.parametrize(
    ("change", "back", "name"),
    [
        (WORKER.format(3600), WORKER.format(1), "Worker"),
        ("UPDATE show SET status = 'CANCELLED'", "UPDATE show SET status = 'SCHEDULED'", "Show on sale"),
    ],
)
def test_a_missing_item_is_listed(configured_machine: Machine, change: str, back: str, name: str) -> None:
    configured_machine.psql(change)
    status, missing, output = check(configured_machine)
    configured_machine.psql(back)
    assert (status, missing) == (1, [name]), output
    assert output.endswith("\n1 missing\n")


@pytest.mark.faults
@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({"MATINEE_ENV": "local"}, ["Production"]),
        ({"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_PUBLISHABLE_KEY": "pk_test_1"}, ["Payments"]),
        ({"MATINEE_ENV": "local", "SMTP_URL": ""}, ["Production", "Email server"]),
        ({"SITE_URL": "", "PORT": "x"}, ["Setting", "Setting", "Everything else"]),
    ],
)
def test_missing_settings_are_listed(
    configured_machine: Machine, environ: dict[str, str], names: list[str]
) -> None:
    configured_machine.environ = {**LIVE, **environ}
    status, missing, output = check(configured_machine)
    configured_machine.environ = LIVE
    assert (status, missing) == (1, names), output


def test_without_a_database_it_is_listed_and_not_created(machine: Machine) -> None:
    assert check(machine)[:2] == (1, ["Production", "Payments", "Email server", "Database"])
    assert not machine.data.exists()
    machine.environ = {"DATABASE_URL": "postgresql://roxy:geheim@127.0.0.1:1/none"}
    status, missing, output = check(machine)
    assert (status, missing[-1]) == (1, "Database")
    assert "geheim" not in output


@pytest.mark.faults
def test_missing_rows_are_listed_with_the_pages_that_add_them(machine: Machine) -> None:
    assert machine.matinee("migrate").returncode == 0
    machine.environ = LIVE
    status, missing, output = check(machine)
    assert (status, missing) == (1, ["Owner", "Venue", "Film", "Show on sale", "Worker"])
    assert "admin/shows/show/add/" not in output
    assert "missing  Venue: add one at https://tickets.example/admin/venues/venue/add/\n" in output
    machine.psql(
        "INSERT INTO venue (name, address, city, timezone, currency)"
        " VALUES ('Roxy', 'Am Platz 1', 'Ulm', 'Europe/Berlin', 'EUR')"
    )
    assert check(machine)[1] == [
        "Owner",
        "Hall of Roxy",
        "Seats of Roxy",
        "Ticket type of Roxy",
        "Seller and tax of Roxy",
        "Film",
        "Show on sale",
        "Worker",
    ]


@pytest.mark.faults
def test_the_check_of_django_is_a_separate_command(machine: Machine) -> None:
    machine.environ = LIVE
    done = machine.matinee("manage", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout
