"""The currency of a venue: it can be changed until the venue's first order."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.checkout.models import TicketOrder
from matinee.core.money import validate_amount
from matinee.shows.queries import amounts_of_venue
from matinee.venues.models import Venue


def validate_currency_change(venue_id: int | None, currency: str) -> None:
    """Check that the venue has no orders, and that its prices are valid amounts of the new currency.

    A new venue (None) may have any currency. The database checks both rules too, for concurrent changes.

    Raises: ValidationError.
    """
    if venue_id is None:
        return
    old = Venue.objects.filter(pk=venue_id).values_list("currency", flat=True).first()
    if old is None or old == currency:
        return
    if TicketOrder.objects.filter(show__hall__venue=venue_id).exists():
        raise ValidationError(
            _("This venue has sold tickets in %(currency)s: its currency stays.") % {"currency": old}
        )
    for amount in amounts_of_venue(venue_id):
        try:
            validate_amount(amount, currency)
        except ValidationError as error:
            raise ValidationError(
                _("Change the venue's prices first: %(amount)s is no amount of %(currency)s.")
                % {"amount": f"{amount.normalize():f}", "currency": currency}
            ) from error
