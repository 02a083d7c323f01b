"""The ticket sheet of an example order, without a database."""

from datetime import datetime
from zoneinfo import ZoneInfo

from matinee.tickets.codes import format_short_code, new_code, new_short_code
from matinee.tickets.sheet import Sheet, SheetTicket

BERLIN = ZoneInfo("Europe/Berlin")
PAGE_URL = "https://roxy.example/ticket/secret"


def make_ticket(row: str, number: int, price: str) -> SheetTicket:
    return SheetTicket(
        row=row,
        number=number,
        type_name="Adult",
        price=price,
        code=new_code(show_id=1, seat_id=number, version=1, signing_key=bytes(32)),
        short_code=format_short_code(new_short_code()),
    )


SHEET = Sheet(
    reference="K7PM2QXW",
    venue="Roxy",
    address="1 High Street, Testville",
    hall="Hall 1",
    title="The Cabinet of Dr. Caligari",
    rating="PG-13",
    format="2D",
    languages="German, English subtitles",
    starts_at=datetime(2026, 11, 22, 20, 15, tzinfo=BERLIN),
    feature_starts_at=datetime(2026, 11, 22, 20, 35, tzinfo=BERLIN),
    ends_at=datetime(2026, 11, 23, 0, 5, tzinfo=BERLIN),
    tickets=[make_ticket("F", 12, "€12.00"), make_ticket("F", 13, "€15.00")],
    total="€27.00",
)
