"""Endpoints of the settings of cinemas."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.paging import Order, PageQuery, page_of, read_text
from matinee.api.framework.parsing import language, read_body, read_query, venue_id_of_path
from matinee.api.framework.rate_limits import client_of
from matinee.api.staff.access import StaffView, with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.venues.json import (
    email_settings_json,
    mail_test_json,
    managed_venue_json,
    payment_settings_json,
    readiness_json,
    venue_choices_json,
    venue_settings_json,
)
from matinee.api.staff.venues.shapes import (
    ChangedVenueShape,
    EmailSettingsShape,
    MailTestShape,
    ManagedVenuePageShape,
    NewVenueRequest,
    PaymentSettingsShape,
    ReadinessShape,
    VenueChanges,
    VenueChoicesShape,
    VenueSettingsShape,
)
from matinee.opening.errors import (
    ConfirmationRequired,
    CurrencyFixed,
    NoAddress,
    NoMailServer,
    VenueNameInUse,
)
from matinee.opening.impact import impact_json
from matinee.opening.mail_tests import start_mail_test
from matinee.opening.queries import last_mail_test, payment_service, venue_managed_by, venues_managed_by
from matinee.opening.requirements import requirements_of
from matinee.opening.venue_settings import add_venue, change_venue
from matinee.runtime.rate_limits import count_request
from matinee.staff.errors import ChangedMeanwhile
from matinee.staff.permissions import Permission
from matinee.venues.errors import VenueNotFound
from matinee.venues.models import Venue

TAG = "Settings"
BY_NAME = Order("name", read_text)


class VenuesView(StaffView):
    """`/api/staff/venues/`"""

    permission = Permission.MANAGE_VENUE

    @staff_documented("list_managed_venues", tag=TAG, response=ManagedVenuePageShape, query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the cinemas whose settings you may change, by name."""
        query = read_query(request, PageQuery)
        page = page_of(venues_managed_by(self.caller.access), BY_NAME, query)
        return Response(page.json(request, managed_venue_json))

    @staff_documented(
        "open_venue",
        tag=TAG,
        body=NewVenueRequest,
        response=VenueSettingsShape,
        status=201,
        errors=[VenueNameInUse],
    )
    def post(self, request: Request) -> Response:
        """Open a cinema. This needs the permission for all cinemas."""
        read_query(request)
        venue = add_venue(actor=self.caller.actor, values=read_body(request, NewVenueRequest))
        return Response(venue_settings_json(venue_managed_by(self.caller.access, venue.pk)), status=201)


class VenueChoicesView(StaffView):
    """`/api/staff/venues/choices/`"""

    permission = Permission.MANAGE_VENUE

    @staff_documented("list_venue_choices", tag=TAG, response=VenueChoicesShape)
    def get(self, request: Request) -> Response:
        """List the countries, currencies and time zones that the settings accept."""
        read_query(request)
        return Response(venue_choices_json())


class OneVenueView(StaffView):
    """A view of one cinema."""

    permission = Permission.MANAGE_VENUE

    def venue(self, venue_id: str) -> Venue:
        """The cinema, if the caller manages it. Raises: VenueNotFound."""
        return venue_managed_by(self.caller.access, venue_id_of_path(venue_id))


class VenueSettingsView(OneVenueView):
    """`/api/staff/venues/{venue_id}/`"""

    @staff_documented("get_venue_settings", tag=TAG, response=VenueSettingsShape, errors=[VenueNotFound])
    def get(self, request: Request, venue_id: str) -> Response:
        """Get the settings of a cinema."""
        read_query(request)
        return Response(venue_settings_json(self.venue(venue_id)))

    @staff_documented(
        "change_venue_settings",
        tag=TAG,
        body=VenueChanges,
        response=ChangedVenueShape,
        errors=[VenueNotFound, ChangedMeanwhile, VenueNameInUse, CurrencyFixed, ConfirmationRequired],
    )
    def patch(self, request: Request, venue_id: str) -> Response:
        """Change settings of a cinema. What is not named stays.

        Shows keep their moment when the time zone or the business day changes. If that changes the local time
        or the business day of coming shows, the change has to be confirmed.
        """
        read_query(request)
        pk = self.venue(venue_id).pk
        values = read_body(request, VenueChanges)
        options = {name: values.pop(name) for name in ("version", "dry_run", "confirm")}
        with with_current_state(lambda: self._state(venue_id)):
            moved = change_venue(
                actor=self.caller.actor,
                venue_id=pk,
                version=options["version"],
                values=values,
                is_confirmed=options["confirm"],
                is_dry_run=options["dry_run"],
            )
        return Response({**self._state(venue_id), "impact": impact_json(moved)})

    def _state(self, venue_id: str) -> dict[str, Any]:
        return {**venue_settings_json(self.venue(venue_id))}


class ReadinessView(OneVenueView):
    """`/api/staff/venues/{venue_id}/readiness/`"""

    @staff_documented("get_readiness", tag=TAG, response=ReadinessShape, errors=[VenueNotFound])
    def get(self, request: Request, venue_id: str) -> Response:
        """List what the cinema needs before it sells online, and what is still missing."""
        read_query(request)
        venue = self.venue(venue_id)
        return Response(readiness_json(requirements_of(venue)))


class EmailSettingsView(OneVenueView):
    """`/api/staff/venues/{venue_id}/email/`"""

    @staff_documented("get_email_settings", tag=TAG, response=EmailSettingsShape, errors=[VenueNotFound])
    def get(self, request: Request, venue_id: str) -> Response:
        """Get how the site sends email, and the state of your last test email."""
        read_query(request)
        self.venue(venue_id)
        return Response(email_settings_json(last_mail_test(self.caller.actor.person_id)))


class MailTestView(OneVenueView):
    """`/api/staff/venues/{venue_id}/test-email/`"""

    @staff_documented(
        "send_test_email",
        tag=TAG,
        response=MailTestShape,
        status=201,
        errors=[VenueNotFound, NoAddress, NoMailServer],
    )
    def post(self, request: Request, venue_id: str) -> Response:
        """Send a test email to yourself. `email/` then has its state."""
        read_query(request)
        venue = self.venue(venue_id)
        count_request("TEST_EMAILS", client_of(request), settings.LOGINS_PER_MINUTE)
        test = start_mail_test(actor=self.caller.actor, venue_id=venue.pk, language=language(request))
        return Response(mail_test_json(test), status=201)


class PaymentSettingsView(OneVenueView):
    """`/api/staff/venues/{venue_id}/payments/`"""

    @staff_documented("get_payment_settings", tag=TAG, response=PaymentSettingsShape, errors=[VenueNotFound])
    def get(self, request: Request, venue_id: str) -> Response:
        """Get the provider of online payments, and how its last payments went."""
        read_query(request)
        self.venue(venue_id)
        return Response(payment_settings_json(payment_service()))
