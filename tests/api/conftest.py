"""A client and a small cinema. Models are imported late: pytest loads this file before Django is set up."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.client import Api
    from tests.cinema import Cinema


@pytest.fixture
def api() -> "Api":
    from tests.api.client import Api

    return Api()


@pytest.fixture
def cinema(db: None) -> "Cinema":  # noqa: ARG001
    from tests.cinema import make_cinema

    return make_cinema()
