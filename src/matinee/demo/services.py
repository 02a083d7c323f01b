"""Fill the demo: its cinemas, films and shows, and its terms: sellers, tax, refunds, legal pages."""

from decimal import Decimal

from django.conf import settings
from django.db import transaction

from matinee.checkout.models import LegalPage, Seller, VenueTerms
from matinee.demo.cinemas import BERLIN, NEW_YORK
from matinee.demo.legal import LEGAL_PAGES
from matinee.demo.schedule import FillResult, fill_programme
from matinee.venues.models import Venue

TERMS = {
    BERLIN.name: ("Lindenhof Lichtspiele GmbH", "DE 123 456 789", Decimal(7)),
    NEW_YORK.name: ("The Harbor Light Inc.", "12-3456789", Decimal("8.88")),
}
REFUNDABLE_UNTIL_MINUTES = 120


class DemoNotAllowed(Exception):
    """The demo is not allowed in production: its cinemas would take orders beside the real ones."""


def fill_demo() -> FillResult:
    """Fill the demo's programme, and create the terms of sale of its cinemas if they have none.

    Raises: DemoNotAllowed, in production.
    """
    if settings.PRODUCTION:
        raise DemoNotAllowed
    filled = fill_programme()
    for venue in Venue.objects.filter(name__in=TERMS, terms=None):
        _create_terms(venue)
    return filled


@transaction.atomic
def _create_terms(venue: Venue) -> None:
    legal_name, tax_number, tax_rate = TERMS[venue.name]
    seller = Seller.objects.create(legal_name=legal_name, tax_number=tax_number)
    VenueTerms.objects.create(
        venue=venue,
        seller=seller,
        ticket_tax_rate=tax_rate,
        refundable_until_minutes=REFUNDABLE_UNTIL_MINUTES,
    )
    LegalPage.objects.bulk_create(
        LegalPage(venue=venue, kind=kind, language=language, text=text)
        for (kind, language), text in LEGAL_PAGES[venue.name].items()
    )
