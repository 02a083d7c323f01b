"""Settings in production: Django's deployment check passes, cookies are secure, secrets may be in files."""

import json
from pathlib import Path

import pytest

from tests.faults.machine import Machine, lines_until
from tests.live_app import free_port

KEY = "q8Zt3Lw0vB7nYx5Rk2Pd9Hs6Jf1Mc4Ga" * 2
TICKET_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
PRODUCTION = {
    "MATINEE_ENV": "production",
    "ALLOWED_HOSTS": "tickets.example",
    "SECRET_KEY": KEY,
    "TICKET_SIGNING_KEY": TICKET_KEY,
    "SMTP_URL": "smtp://localhost:25?tls=off",
    "MAIL_FROM": "tickets@tickets.example",
    "SITE_URL": "https://tickets.example",
    "PAYMENTS": "counter-only",
}
NAMES = [
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "SECOND_FACTOR_REQUIRED",
    "HOLDS_PER_MINUTE",
    "MAX_SEATS_PER_CLIENT",
    "LOOKUPS_PER_MINUTE",
    "PAYMENT_ATTEMPTS_PER_HOLD",
    "DECLINED_PAYMENTS_PER_HOUR",
    "LOGINS_PER_MINUTE",
    "SECRET_KEY",
    "DEBUG",
]


def settings_of(machine: Machine) -> dict[str, object]:
    values = f"json.dumps([getattr(settings, name) for name in {NAMES}])"
    code = f"import json; from django.conf import settings; print({values})"
    done = machine.matinee("manage", "shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return dict(zip(NAMES, json.loads(done.stdout), strict=True))


@pytest.mark.faults
def test_the_deployment_check_of_django_finds_no_issues(machine: Machine) -> None:
    machine.environ = PRODUCTION
    done = machine.matinee("manage", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues (3 silenced)" in done.stdout


def test_production_is_strict_by_default(machine: Machine) -> None:
    machine.environ = PRODUCTION
    assert settings_of(machine) == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECOND_FACTOR_REQUIRED": True,
        "HOLDS_PER_MINUTE": 1200,
        "MAX_SEATS_PER_CLIENT": 300,
        "LOOKUPS_PER_MINUTE": 600,
        "PAYMENT_ATTEMPTS_PER_HOLD": 10,
        "DECLINED_PAYMENTS_PER_HOUR": 60,
        "LOGINS_PER_MINUTE": 10,
        "SECRET_KEY": KEY,
        "DEBUG": False,
    }


@pytest.mark.faults
def test_a_local_site_has_no_limits(machine: Machine) -> None:
    found = settings_of(machine)
    off = (
        "HOLDS_PER_MINUTE",
        "MAX_SEATS_PER_CLIENT",
        "LOOKUPS_PER_MINUTE",
        "DECLINED_PAYMENTS_PER_HOUR",
        "SECOND_FACTOR_REQUIRED",
    )
    assert [found[name] for name in off] == [0, 0, 0, 0, False]


@pytest.mark.faults
def test_secrets_may_be_in_files(machine: Machine, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(f"{KEY}\n")
    key.chmod(0o644)
    tmp_path.chmod(0o755)
    machine.environ = {**PRODUCTION, "SECRET_KEY": "", "SECRET_KEY_FILE": str(key)}
    assert settings_of(machine)["SECRET_KEY"] == KEY


@pytest.mark.faults
@pytest.mark.parametrize(
    ("hsts", "subdomains", "preload"), [("subdomains", True, False), ("preload", True, True)]
)
def test_hsts_beyond_the_host_is_opt_in(machine: Machine, hsts: str, subdomains: bool, preload: bool) -> None:
    machine.environ = {**PRODUCTION, "HSTS": hsts}
    found = settings_of(machine)
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == (subdomains, preload)


def test_all_missing_and_invalid_settings_are_one_message(machine: Machine) -> None:
    machine.environ = {"MATINEE_ENV": "production", "PORT": "http"}
    done = machine.matinee("serve")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("matinee: 7 settings are missing or invalid: ")


@pytest.mark.faults
def test_production_rejects_the_demo_and_adds_no_data(machine: Machine, migrated_data: Path) -> None:
    machine.copy_data(migrated_data)
    machine.environ = PRODUCTION
    for words in (("demo",), ("manage", "demo")):
        done = machine.matinee(*words)
        assert (done.returncode, done.stdout) == (1, "")
        assert "The demo cinemas are not for production" in done.stderr
    assert machine.psql("SELECT (SELECT count(*) FROM venue) + (SELECT count(*) FROM movie)") == "0"


@pytest.mark.faults
def test_production_does_not_start_with_the_demos_account_until_the_demo_is_removed(
    machine: Machine, migrated_data: Path
) -> None:
    machine.copy_data(migrated_data)
    machine.psql(
        "INSERT INTO staff_user (password, is_superuser, is_staff, is_active, date_joined, email, first_name,"
        " last_name, local_only) VALUES ('!', false, true, true, now(), 'demo@matinee.example', '', '', true)"
    )
    machine.environ = PRODUCTION
    refused = machine.matinee("serve")
    assert refused.returncode == 1
    assert "This database has the demo's staff account" in refused.stdout + refused.stderr
    removed = machine.matinee("demo", "--remove")
    assert removed.returncode == 0, removed.stderr
    assert machine.psql("SELECT count(*) FROM staff_user") == "0"


@pytest.mark.faults
def test_production_prints_a_set_up_link_while_there_is_no_owner(
    machine: Machine, migrated_data: Path
) -> None:
    machine.copy_data(migrated_data)
    machine.environ = {**PRODUCTION, "PORT": str(free_port()), "LIVE_PORT": str(free_port())}

    def links() -> list[str]:
        process = machine.begin("serve")
        lines = [*lines_until(process, "Matinee is ready")]
        machine.end_all()
        return [json.loads(line)["event"] for line in lines if "/staff/setup/" in line]

    (line,) = links()
    assert line.startswith("There is no owner yet.")
    assert f" {PRODUCTION['SITE_URL']}/staff/setup/" in line
    printed = machine.matinee("setup-link").stdout
    assert printed.startswith(f"{PRODUCTION['SITE_URL']}/staff/setup/")
    assert printed.count("\n") == 1
    machine.psql(
        "INSERT INTO staff_user (password, is_superuser, is_staff, is_active, date_joined, email, first_name,"
        " last_name) VALUES ('a hash', true, true, true, now(), 'boss@roxy.example', '', '')"
    )
    assert links() == []


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "TICKET_SIGNING_KEY", "SMTP_URL", "ALLOWED_HOSTS", "SITE_URL"]
)
def test_a_required_setting_has_no_default_in_production(machine: Machine, name: str) -> None:
    machine.environ = {**PRODUCTION, name: ""}
    done = machine.matinee("manage", "check")
    assert done.returncode == 1
    assert done.stderr.startswith(f"matinee: {name} must ")
