"""The API client. Models are imported late: pytest loads this file before Django is set up."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.client import Api


@pytest.fixture
def api() -> "Api":
    from tests.api.client import Api

    return Api()
