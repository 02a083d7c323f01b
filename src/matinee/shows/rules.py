"""Decisions about a show that need neither database nor clock."""

from datetime import datetime
from typing import Protocol

from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled
from matinee.shows.models import Show, ShowStatus


class Sale(Protocol):
    """The inputs of `is_on_sale`."""

    @property
    def status(self) -> str: ...
    @property
    def sales_open_at(self) -> datetime: ...
    @property
    def sales_close_at(self) -> datetime: ...


def is_on_sale(show: Sale, now: datetime) -> bool:
    """B12: scheduled, and inside `[sales_open_at, sales_close_at)`."""
    return show.status == ShowStatus.SCHEDULED and show.sales_open_at <= now < show.sales_close_at


def require_sales_open(show: Show, now: datetime) -> None:
    """B12: no sale for a cancelled show, before sales open, or after they close.

    Raises: ShowCancelled, SalesNotOpen, SalesClosed.
    """
    if show.status == ShowStatus.CANCELLED:
        raise ShowCancelled(show_id=show.pk)
    if now < show.sales_open_at:
        raise SalesNotOpen(show_id=show.pk, sales_open_at=show.sales_open_at)
    if now >= show.sales_close_at:
        raise SalesClosed(show_id=show.pk, sales_close_at=show.sales_close_at)
