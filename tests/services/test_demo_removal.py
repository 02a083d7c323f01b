"""`matinee demo --remove`: the demo's cinemas go with everything sold there, and nothing else does."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import RequestFactory

from matinee.checkout.models import OrderEvent, Payment, TicketOrder
from matinee.demo.cinemas import BERLIN
from matinee.demo.removal import ACCOUNT_ADDRESS, DELETIONS, was_removed
from matinee.demo.schedule import may_fill
from matinee.demo.staff_account import open_demo_account
from matinee.staff.models import User
from matinee.venues.models import Venue
from tests.populated_database import populate_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PASSWORD = "a good long password"  # noqa: S105 - of a test

KEPT = {
    *("movie", "film_poster", "staff_user", "invitation", "audit_entry", "failed_row", "django_migrations"),
    *("mail_test", "setup_link", "passkey_challenge", "approval_pin"),
    *("django_content_type", "django_session", "django_admin_log", "seller"),
}
"""Tables without rows of a cinema. A seller is deleted if no other cinema and no order names it."""


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one::text FROM {table} AS one ORDER BY 1")  # noqa: S608 - ours
        found: list[Any] = cursor.fetchall()
    return found


def test_a_sold_demo_cinema_is_deleted_with_everything_sold_there() -> None:
    populate_database()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Venue.objects.update(demo=True, name=BERLIN.name, city=BERLIN.city)
    orders, shows = TicketOrder.objects.count(), rows("show")
    assert orders > 5
    assert run("--remove") == f"Removed 1 demo cinemas with {len(shows)} shows and {orders} orders.\n"
    assert {table: rows(table) for table, _ in DELETIONS if table != "role_grant"} == {
        table: [] for table, _ in DELETIONS if table != "role_grant"
    }
    assert rows("seller") == []
    assert rows("movie")
    assert User.objects.filter(email="boss@roxy.example").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"demo": True}, "was renamed since"),
        ({"demo": True, "name": BERLIN.name, "city": BERLIN.city}, "paid for with real money"),
    ],
)
def test_a_demo_cinema_that_became_a_real_one_is_kept(change: dict[str, Any], reason: str) -> None:
    populate_database()
    Venue.objects.update(**change)
    Payment.objects.filter(provider="demo").update(provider="stripe")
    before = {table: rows(table) for table, _ in DELETIONS}
    with pytest.raises(CommandError, match=f"{reason}.*Nothing was deleted"):
        run("--remove")
    assert {table: rows(table) for table, _ in DELETIONS} == before


def test_every_table_is_deleted_or_kept_on_purpose() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {
            name
            for (name,) in cursor.fetchall()
            if not name.startswith(("auth_", "otp_", "django_otp_webauthn_", "staff_user_"))
        }
    assert tables - {table for table, _ in DELETIONS} == KEPT


def test_another_cinema_keeps_everything() -> None:
    populate_database()
    before = {table: rows(table) for table, _ in DELETIONS}
    assert run("--remove") == "There is no demo cinema.\n"
    assert {table: rows(table) for table, _ in DELETIONS} == before


def test_the_events_of_another_cinema_cannot_be_deleted() -> None:
    populate_database()
    with pytest.raises(IntegrityError, match="written once"):
        OrderEvent.objects.all()._raw_delete("default")


def test_a_removed_demo_does_not_come_back_with_the_next_start() -> None:
    run()
    assert may_fill()
    assert run("--remove").startswith("Removed 2 demo cinemas")
    assert was_removed()
    assert not may_fill()
    assert not Venue.objects.exists()


def test_the_demo_account_signs_in_on_this_machine_only() -> None:
    open_demo_account(PASSWORD)
    for address, allowed in {
        "127.0.0.1": True,
        "::1": True,
        "::ffff:127.0.0.1": True,
        "192.0.2.7": False,
    }.items():
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        user = authenticate(request, username=ACCOUNT_ADDRESS, password=PASSWORD)
        assert (user is not None) is allowed, address
    behind_a_proxy = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert authenticate(behind_a_proxy, username=ACCOUNT_ADDRESS, password=PASSWORD) is None
    assert authenticate(None, username=ACCOUNT_ADDRESS, password=PASSWORD) is None


def test_the_demo_account_gets_the_password_of_the_data_folder_and_goes_with_the_demo() -> None:
    open_demo_account(PASSWORD)
    open_demo_account("another password")
    account = User.objects.get(email=ACCOUNT_ADDRESS)
    assert account.check_password("another password")
    assert [one.grant.role for one in account.role_grants.all()] == ["owner"]
    run("--remove")
    assert not User.objects.filter(email=ACCOUNT_ADDRESS).exists()
