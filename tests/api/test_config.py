"""GET /api/config/: limits, payment provider and server time."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection

from tests.api.client import Api

PATH = "/api/config/"


@pytest.mark.django_db
def test_limits_and_the_demo_provider(api: Api) -> None:
    config = api.get(PATH).json()
    del config["server_time"]
    assert config == {
        "payment_provider": "demo",
        "stripe_publishable_key": None,
        "hold_seconds": 300,
        "max_seats_per_hold": 10,
    }


@pytest.mark.django_db
def test_limits_are_those_of_the_settings(api: Api, settings: LazySettings) -> None:
    settings.HOLD_SECONDS, settings.MAX_SEATS_PER_HOLD = 420, 6
    config = api.get(PATH).json()
    assert (config["hold_seconds"], config["max_seats_per_hold"]) == (420, 6)


@pytest.mark.django_db(transaction=True)
def test_the_time_is_the_databases(api: Api) -> None:
    """`server_time` comes from PostgreSQL: a replaced `clock_timestamp()`, two days ahead, is returned."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA ahead")
        cursor.execute(
            "CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
            "AS $$ SELECT pg_catalog.clock_timestamp() + interval '2 days' $$"
        )
        cursor.execute("SET search_path = ahead, public, pg_catalog")
        try:
            server_time = datetime.fromisoformat(api.get(PATH).json()["server_time"])
            cursor.execute("SELECT pg_catalog.clock_timestamp()")
            (real,) = cursor.fetchone()
        finally:
            cursor.execute("RESET search_path")
            cursor.execute("DROP SCHEMA ahead CASCADE")
    assert timedelta(days=2, seconds=-60) < server_time - real <= timedelta(days=2)
