"""`/readyz` lists problems that need attention and stays 200, so that the site stays in service."""

import pytest

from matinee.checkout.models import OrderStatus, TicketOrder
from matinee.runtime.failed_rows.services import each_row
from tests.api.client import Api
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db(transaction=True)


def details(api: Api) -> object:
    response = api.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    return response.json().get("details")


def test_lists_problems_that_need_attention(api: Api, cinema: Cinema) -> None:
    assert details(api) is None
    api.book(api.lock(cinema, "A1"))
    TicketOrder.objects.update(status=OrderStatus.NEEDS_ATTENTION)
    each_row("archive", [1, 2], lambda row_id: [][row_id])
    assert details(api) == [
        {"code": "orders-need-attention", "count": 1},
        {"code": "failed-rows", "count": 2},
    ]
    each_row("archive", [1, 2], lambda _row_id: None)
    TicketOrder.objects.update(status=OrderStatus.PAID)
    assert details(api) is None
