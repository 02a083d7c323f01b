"""Long lists in pages. A cursor is a position between two rows: new and deleted rows do not shift a page."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

import orjson
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from matinee.api.framework.fields import QueryCountField, StrictSerializer
from matinee.api.framework.shapes import PageShape
from matinee.core.json_schema import MAX_ID
from matinee.core.problems import Invalid

M = TypeVar("M", bound=Model)

MAX_PAGE_SIZE = 200
DEFAULT_PAGE_SIZE = 50


class PageQuery(StrictSerializer):
    """A page of a long list."""

    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = QueryCountField(
        required=False, default=DEFAULT_PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE
    )


class Row(Protocol):
    """A row of a list. It also has the field that the list is sorted by."""

    @property
    def pk(self) -> int: ...


R = TypeVar("R", bound=Row)

FORWARD, BACKWARD = "f", "b"


@dataclass(frozen=True)
class Order:
    """Rows sorted by one field, then by id. `read` checks its value in a cursor, or raises ValueError."""

    field: str
    read: Callable[[Any], Any]
    is_descending: bool = False


@dataclass(frozen=True)
class Cursor:
    """The rows after a position, or those before it."""

    direction: str
    value: Any
    pk: int

    @property
    def is_backward(self) -> bool:
        """Whether the page ends at this position, instead of beginning after it."""
        return self.direction == BACKWARD

    def __str__(self) -> str:
        """Write it as an opaque URL-safe string."""
        return urlsafe_b64encode(orjson.dumps([self.direction, self.value, self.pk])).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, order: Order) -> "Cursor":
        """Read a cursor.

        Raises: Invalid, for a string that this site did not write.
        """
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            direction, value, pk = orjson.loads(urlsafe_b64decode(padded))
            if direction not in {FORWARD, BACKWARD} or type(pk) is not int or not 1 <= pk <= MAX_ID:
                raise ValueError(text)
            return cls(direction, order.read(value), pk)
        except (ValueError, TypeError, binascii.Error) as error:
            raise Invalid(errors={"cursor": [_("This cursor is not one of ours.")]}) from error


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some rows, and the cursors of the pages beside them."""

    rows: list[R]
    next: Cursor | None
    previous: Cursor | None

    def links(self, request: Request) -> PageShape:
        """The addresses of the pages beside this one."""
        return {"next": _address(request, self.next), "previous": _address(request, self.previous)}

    def body(self, request: Request, rows: Iterable[bytes]) -> bytes:
        """The page as a JSON body, from the JSON of its rows."""
        links = orjson.dumps(self.links(request)).removesuffix(b"}")
        return b'%b,"results":[%b]}' % (links, b",".join(rows))

    def json(self, request: Request, row_json: Callable[[R], Mapping[str, object]]) -> Mapping[str, object]:
        """The page as JSON: its links, and `results`."""
        return {**self.links(request), "results": [row_json(row) for row in self.rows]}


def page_of(rows: QuerySet[M], order: Order, query: dict[str, Any]) -> Page[M]:
    """The page of `rows` for the query's `cursor` and `page_size`, in one database query.

    Raises: Invalid.
    """

    def read(cursor: Cursor | None, limit: int) -> list[M]:
        is_backward = cursor is not None and cursor.is_backward
        sign, beyond = ("-", "lt") if is_backward != order.is_descending else ("", "gt")
        after = Q()
        if cursor:
            after = Q(**{f"{order.field}__{beyond}": cursor.value}) | Q(
                **{order.field: cursor.value, f"pk__{beyond}": cursor.pk}
            )
        return list(rows.filter(after).order_by(f"{sign}{order.field}", f"{sign}pk")[:limit])

    return page_from(read, order, query)


def page_from(read: Callable[[Cursor | None, int], list[R]], order: Order, query: dict[str, Any]) -> Page[R]:
    """The page of the rows that `read` returns: at most so many from a cursor on, in its direction.

    Raises: Invalid.
    """
    cursor = Cursor.read(query["cursor"], order) if "cursor" in query else None
    size: int = query["page_size"]
    backward = cursor is not None and cursor.is_backward
    found = read(cursor, size + 1)
    more, shown = len(found) > size, found[:size]
    if backward:
        shown.reverse()
    return Page(
        rows=shown,
        next=_beside(shown[-1:], FORWARD, order) if more or backward else None,
        previous=_beside(shown[:1], BACKWARD, order) if cursor and (more or not backward) else None,
    )


def read_moment(text: Any) -> datetime:
    """An aware datetime in ISO 8601, in UTC, since PostgreSQL rejects an offset of 16 hours.

    Raises: ValueError, TypeError.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def read_text(text: Any) -> str:
    """A text that PostgreSQL can store. Raises: ValueError."""
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError(text)
    return text


def read_number(value: Any) -> int:
    """An id. Raises: ValueError."""
    if type(value) is not int or not 1 <= value <= MAX_ID:
        raise ValueError(value)
    return value


NEWEST_FIRST = Order("id", read_number, is_descending=True)


def _beside(row: list[R], direction: str, order: Order) -> Cursor | None:
    return Cursor(direction, getattr(row[0], order.field), row[0].pk) if row else None


def _address(request: Request, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = str(cursor)
    address: str = request._request.build_absolute_uri(f"?{query.urlencode()}")
    return address
