"""For any amounts: prices are whole minor units, never below zero, and as the card says."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.core.money import smallest_unit
from matinee.pricing.card_prices import CardPrices, problems_of
from matinee.pricing.models import TicketType
from matinee.pricing.queries import PriceList
from matinee.venues.models import SeatType
from tests.properties.test_openapi import LONG

RUN = settings(max_examples=1000 if LONG else 200)
CURRENCIES = ["EUR", "JPY", "KWD"]
TYPE_IDS = [1, 2, 3]
FORMATS = ["2D", "3D", "IMAX"]


@st.composite
def amounts(draw: st.DrawFn, unit: Decimal, *, lowest: int = -3000) -> Decimal:
    return draw(st.integers(lowest, 3000)) * unit


@st.composite
def cards(draw: st.DrawFn, unit: Decimal) -> CardPrices:
    """Any card whose amounts are whole minor units."""

    def some(keys: st.SearchStrategy[object], *, lowest: int = -3000) -> dict[object, Decimal]:
        return draw(st.dictionaries(keys, amounts(unit, lowest=lowest), max_size=3))

    fixed = some(st.sampled_from(TYPE_IDS), lowest=0)
    adjustments = {pk: one for pk, one in some(st.sampled_from(TYPE_IDS)).items() if pk not in fixed}
    return CardPrices(
        base=draw(amounts(unit, lowest=0)),
        adjustments=adjustments,  # type: ignore[arg-type]
        fixed=fixed,  # type: ignore[arg-type]
        seat_types=some(st.sampled_from(SeatType.values)),  # type: ignore[arg-type]
        formats=some(st.sampled_from(FORMATS)),  # type: ignore[arg-type]
        running_times=some(st.integers(1, 240)),  # type: ignore[arg-type]
    )


def list_of(card: CardPrices, show_price: Decimal, currency: str) -> PriceList:
    types = [TicketType(pk=pk, name=str(pk)) for pk in TYPE_IDS]
    return PriceList(
        currency=currency,
        base=show_price,
        supplements=card.seat_types,
        ticket_types=types,
        adjustments={pk: card.adjustment_of(pk) for pk in TYPE_IDS},
        fixed=frozenset(card.fixed),
    )


@RUN
@given(st.data())
def test_every_price_is_whole_and_not_negative_and_as_the_card_says(data: st.DataObject) -> None:
    currency = data.draw(st.sampled_from(CURRENCIES))
    unit = smallest_unit(currency)
    card = data.draw(cards(unit))
    assert problems_of(card, currency, frozenset(TYPE_IDS)) == {}
    screen_format, minutes = data.draw(st.sampled_from(FORMATS)), data.draw(st.integers(1, 240))
    show_price = card.show_price(screen_format, minutes)
    prices = list_of(card, show_price, currency)
    # The formula of the design: a fixed price takes the place of base and adjustment; supplements stay.
    of_show = show_price - card.base
    for kind in SeatType.values:
        supplement = card.seat_types.get(kind, Decimal(0))
        for ticket_type in prices.ticket_types:
            pk = ticket_type.pk
            start = card.fixed[pk] if pk in card.fixed else card.base + card.adjustments.get(pk, Decimal(0))
            price = prices.price(kind, ticket_type)
            assert price == max(Decimal(0), start + of_show + supplement)
            assert price >= 0
            assert price % unit == 0
            assert (prices.adjustment(ticket_type) is None) == (pk in card.fixed)


@RUN
@given(st.data())
def test_a_version_is_read_as_it_was_written(data: st.DataObject) -> None:
    card = data.draw(cards(Decimal("0.01")))
    assert CardPrices.read(card.base, card.json()) == card


@RUN
@given(st.integers(-10, 10))
def test_amounts_that_are_no_whole_minor_units_are_named(cents: int) -> None:
    card = CardPrices(base=Decimal(5), formats={"3D": Decimal(cents) / 1000})
    assert problems_of(card, "EUR", frozenset()).keys() == ({"formats"} if cents % 10 else set())
