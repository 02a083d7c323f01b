"""Endpoints of ticket types and price cards."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.paging import Order, page_of, read_text
from matinee.api.framework.parsing import id_of_path, read_body, read_query
from matinee.api.staff.access import StaffView, with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.prices.json import (
    applied_json,
    card_json,
    card_summary_json,
    table_json,
    ticket_type_json,
)
from matinee.api.staff.prices.shapes import (
    MAX_POSITION,
    AdjustmentPreviewShape,
    AdjustmentQuery,
    AppliedShape,
    ApplyRequest,
    OfVenueQuery,
    PriceCardChanges,
    PriceCardPageShape,
    PriceCardPreviewRequest,
    PriceCardRequest,
    PriceCardShape,
    PriceTableShape,
    TicketTypeChanges,
    TicketTypeOfStaffShape,
    TicketTypePageShape,
    TicketTypeRequest,
    prices_of,
)
from matinee.booking.card_prices import Target, apply_card, planned_repricings
from matinee.core.problems import Busy
from matinee.pricing.errors import LastTicketType, PriceCardInUse, PriceCardNotFound, TicketTypeNotFound
from matinee.pricing.models import PriceCard, TicketType
from matinee.pricing.price_cards import change_price_card, check_prices, create_price_card
from matinee.pricing.queries import (
    newest_prices,
    price_cards_visible_to,
    table_of,
    ticket_types_visible_to,
    venue_with_prices,
)
from matinee.pricing.ticket_types import change_ticket_type, create_ticket_type
from matinee.shows.queries import ShowsOfCard, future_shows_of_cards, takes_off_too_much
from matinee.staff.errors import ChangedMeanwhile
from matinee.staff.permissions import Access, Permission
from matinee.venues.errors import VenueNotFound

TAG = "Prices"


def read_position(value: Any) -> int:
    """A position in a cursor. Raises: ValueError."""
    if type(value) is not int or not 0 <= value <= MAX_POSITION:
        raise ValueError(value)
    return value


BY_POSITION = Order("position", read_position)
BY_NAME = Order("name", read_text)


class PricesView(StaffView):
    """A view for people and programs that manage prices."""

    permission = Permission.MANAGE_PRICES


class TicketTypesView(PricesView):
    """`/api/staff/ticket-types/`"""

    @staff_documented("list_ticket_types", tag=TAG, response=TicketTypePageShape, query=OfVenueQuery)
    def get(self, request: Request) -> Response:
        """List the ticket types of your cinemas by their position, archived ones too."""
        query = read_query(request, OfVenueQuery)
        found = ticket_types_visible_to(self.caller.access).select_related("venue")
        if "venue" in query:
            found = found.filter(venue=query["venue"])
        return Response(page_of(found, BY_POSITION, query).json(request, ticket_type_json))

    @staff_documented(
        "create_ticket_type", tag=TAG, body=TicketTypeRequest, response=TicketTypeOfStaffShape, status=201
    )
    def post(self, request: Request) -> Response:
        """Add a ticket type. Price cards that do not name it sell it at the price of the show."""
        read_query(request)
        values = read_body(request, TicketTypeRequest)
        return Response(ticket_type_json(create_ticket_type(actor=self.caller.actor, **values)), status=201)


class TicketTypePreviewView(PricesView):
    """`/api/staff/ticket-types/preview/`"""

    @staff_documented(
        "preview_ticket_type",
        tag=TAG,
        response=AdjustmentPreviewShape,
        query=AdjustmentQuery,
        errors=[VenueNotFound],
    )
    def get(self, request: Request) -> Response:
        """Get what an adjustment does to the price of the cheapest seat. Price cards have their own."""
        query = read_query(request, AdjustmentQuery)
        venue = venue_with_prices(self.caller.access, query["venue"])
        return Response({"clamped": takes_off_too_much(venue.pk, query["adjustment"])})


class TicketTypeView(PricesView):
    """`/api/staff/ticket-types/{ticket_type_id}/`"""

    @staff_documented(
        "get_ticket_type", tag=TAG, response=TicketTypeOfStaffShape, errors=[TicketTypeNotFound]
    )
    def get(self, request: Request, ticket_type_id: str) -> Response:
        """Get a ticket type."""
        read_query(request)
        return Response(ticket_type_json(self._found(id_of_path(ticket_type_id, TicketTypeNotFound))))

    @staff_documented(
        "change_ticket_type",
        tag=TAG,
        body=TicketTypeChanges,
        response=TicketTypeOfStaffShape,
        errors=[TicketTypeNotFound, ChangedMeanwhile, LastTicketType],
    )
    def patch(self, request: Request, ticket_type_id: str) -> Response:
        """Change or archive a ticket type. Sold tickets keep their name and price."""
        read_query(request)
        pk = id_of_path(ticket_type_id, TicketTypeNotFound)
        values = read_body(request, TicketTypeChanges)
        self._found(pk)
        with with_current_state(lambda: {**ticket_type_json(self._found(pk))}):
            changed = change_ticket_type(actor=self.caller.actor, ticket_type_id=pk, **values)
        return Response(ticket_type_json(changed))

    def _found(self, pk: int) -> TicketType:
        found = ticket_types_visible_to(self.caller.access).select_related("venue").filter(pk=pk).first()
        if found is None:
            raise TicketTypeNotFound
        return found


class PriceCardsView(PricesView):
    """`/api/staff/price-cards/`"""

    @staff_documented("list_price_cards", tag=TAG, response=PriceCardPageShape, query=OfVenueQuery)
    def get(self, request: Request) -> Response:
        """List the price cards of your cinemas by name, archived ones too."""
        query = read_query(request, OfVenueQuery)
        found = price_cards_visible_to(self.caller.access)
        if "venue" in query:
            found = found.filter(venue=query["venue"])
        page = page_of(found, BY_NAME, query)
        shows = future_shows_of_cards(card.pk for card in page.rows)
        return Response(
            page.json(request, lambda card: card_summary_json(card, shows.get(card.pk, ShowsOfCard())))
        )

    @staff_documented(
        "create_price_card", tag=TAG, body=PriceCardRequest, response=PriceCardShape, status=201
    )
    def post(self, request: Request) -> Response:
        """Add a price card. Shows get it when they are scheduled, or by a price rule."""
        read_query(request)
        values = read_body(request, PriceCardRequest)
        card = create_price_card(
            actor=self.caller.actor,
            venue_id=values["venue_id"],
            name=values["name"],
            prices=prices_of(values),
        )
        return Response(card_state(found_card(self.caller.access, card.pk)), status=201)


class PriceCardPreviewView(PricesView):
    """`/api/staff/price-cards/preview/`"""

    @staff_documented(
        "preview_price_card",
        tag=TAG,
        body=PriceCardPreviewRequest,
        response=PriceTableShape,
        errors=[VenueNotFound],
    )
    def post(self, request: Request) -> Response:
        """Get the prices that amounts would add up to. Nothing is saved.

        `clamped` marks what would be below zero, and is zero instead.
        """
        read_query(request)
        values = read_body(request, PriceCardPreviewRequest)
        venue = venue_with_prices(self.caller.access, values["venue_id"])
        prices = prices_of(values)
        check_prices(venue.pk, prices)
        table = table_json(table_of(venue, prices), venue.currency)
        return Response({"prices": table, "currency": venue.currency})


class PriceCardView(PricesView):
    """`/api/staff/price-cards/{card_id}/`"""

    @staff_documented("get_price_card", tag=TAG, response=PriceCardShape, errors=[PriceCardNotFound])
    def get(self, request: Request, card_id: str) -> Response:
        """Get a price card with its newest amounts, and what they add up to."""
        read_query(request)
        return Response(card_state(found_card(self.caller.access, id_of_path(card_id, PriceCardNotFound))))

    @staff_documented(
        "change_price_card",
        tag=TAG,
        body=PriceCardChanges,
        response=PriceCardShape,
        errors=[PriceCardNotFound, ChangedMeanwhile, PriceCardInUse],
    )
    def patch(self, request: Request, card_id: str) -> Response:
        """Change a price card.

        New amounts are for shows that are scheduled later. Other shows keep theirs until you apply the card.
        """
        read_query(request)
        pk = id_of_path(card_id, PriceCardNotFound)
        values = read_body(request, PriceCardChanges)
        access = self.caller.access
        before = newest_prices(found_card(access, pk))
        with with_current_state(lambda: card_state(found_card(access, pk))):
            change_price_card(
                actor=self.caller.actor,
                card_id=pk,
                version=values["version"],
                name=values.get("name"),
                archived=values.get("archived"),
                prices=prices_of(values, before),
            )
        return Response(card_state(found_card(access, pk)))


class ApplyPriceCardView(PricesView):
    """`/api/staff/price-cards/{card_id}/apply/`"""

    @staff_documented(
        "apply_price_card",
        tag=TAG,
        body=ApplyRequest,
        response=AppliedShape,
        errors=[PriceCardNotFound, ChangedMeanwhile, Busy],
    )
    def post(self, request: Request, card_id: str) -> Response:
        """Give future shows of a card its newest prices.

        `unsold`: those without sales; `all`: all of them. With `by_rules`, shows that were scheduled before
        the price rules chose this card for them get it too. What was sold keeps its price. A customer who is
        about to pay is asked to confirm the new price.
        """
        read_query(request)
        pk = id_of_path(card_id, PriceCardNotFound)
        values = read_body(request, ApplyRequest)
        access, target, by_rules = self.caller.access, Target(values["to"]), values["by_rules"]
        card = found_card(access, pk)
        if values["dry_run"]:
            planned = planned_repricings(card, target, by_rules=by_rules)
            return Response(applied_json(card, planned, dry_run=True))
        with with_current_state(lambda: card_state(found_card(access, pk))):
            changed = apply_card(
                actor=self.caller.actor,
                card_id=pk,
                version=values["version"],
                target=target,
                by_rules=by_rules,
            )
        return Response(applied_json(found_card(access, pk), changed, dry_run=False))


def found_card(access: Access, pk: int) -> PriceCard:
    """A card of the caller's cinemas.

    Raises: PriceCardNotFound.
    """
    card = price_cards_visible_to(access).filter(pk=pk).first()
    if card is None:
        raise PriceCardNotFound
    return card


def card_state(card: PriceCard) -> dict[str, Any]:
    """The card with its amounts and the numbers of its shows."""
    return {**card_json(card, future_shows_of_cards([card.pk]).get(card.pk, ShowsOfCard()))}
