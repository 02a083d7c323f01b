"""A separate database with years of bookings, filled once for all tests of this folder."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.empty_tables import Tables

SUFFIX = "after_years"


@pytest.fixture(scope="package")
def years_of_bookings(django_db_setup: Tables, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Fill a copy of the test database with years of bookings, and run the tests there."""
    from django.db import connection, connections

    from tests.growth.years import fill_years

    original = connection.settings_dict
    with django_db_blocker.unblock():
        connections.close_all()
        with django_db_setup.disconnected():
            connection.creation.clone_test_db(SUFFIX, verbosity=0)
        connection.settings_dict = connection.creation.get_test_db_clone_settings(SUFFIX)
        try:
            fill_years()
            yield
        finally:
            connections.close_all()
            connection.settings_dict = original
            connection.creation.destroy_test_db(suffix=SUFFIX, verbosity=0)
