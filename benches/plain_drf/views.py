"""The seat map of a show: a generic view over ModelSerializers, in four queries."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from rest_framework.generics import RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, DecimalField, ModelSerializer

from matinee.booking.models import TakenSeat
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.venues.models import Hall, Seat, Venue


class VenueSerializer(ModelSerializer[Venue]):
    class Meta:
        model = Venue
        fields = ("id", "name", "address", "city", "timezone")


class HallSerializer(ModelSerializer[Hall]):
    venue = VenueSerializer()

    class Meta:
        model = Hall
        fields = ("id", "name", "rows", "seats_per_row", "capacity", "plan_version", "venue")


class ShowSerializer(ModelSerializer[Show]):
    class Meta:
        model = Show
        fields = ("id", "starts_at", "feature_starts_at", "ends_at", "status", "price", "movie", "format")


class TicketTypeSerializer(ModelSerializer[TicketType]):
    class Meta:
        model = TicketType
        fields = ("id", "name", "adjustment")


class SeatSerializer(ModelSerializer[Seat]):
    row = CharField(source="row_letter")
    number = CharField(source="seat_number")
    status = CharField()
    price = DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        model = Seat
        fields = ("id", "row", "number", "type", "x", "y", "price", "in_service", "status")


class HallLayout(RetrieveAPIView[Show]):
    """`/api/hall-layout/{id}/`"""

    queryset = Show.objects.select_related("hall__venue")

    def retrieve(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF's
        """Every seat with its status."""
        show = self.get_object()
        return Response(
            {
                "show": ShowSerializer(show).data,
                "hall": HallSerializer(show.hall).data,
                "ticket_types": TicketTypeSerializer(show.hall.venue.ticket_types.all(), many=True).data,
                "seats": SeatSerializer(_seats(show), many=True).data,
            }
        )


def _seats(show: Show) -> QuerySet[Seat, Seat]:
    """The seats with the status of their booking, in one query."""
    taken = TakenSeat.objects.filter(show=show, seat=OuterRef("pk"))
    seats = Seat.objects.filter(hall=show.hall, plan_version=show.plan_version).order_by("pk")
    return seats.annotate(
        status=Coalesce(Subquery(taken.values("status")[:1]), Value("AVAILABLE", TextField())),
        price=Value(show.price),
    )
