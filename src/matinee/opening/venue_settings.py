"""Changes of the settings of a cinema: address, times, seller, tax, refunds, legal texts, contact."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from matinee.audit.services import Actor, record
from matinee.checkout.currency import validate_currency_change
from matinee.checkout.models import LegalPage, VenueTerms
from matinee.core.problems import Invalid
from matinee.core.validation import broken_constraint, validate_row
from matinee.opening.access import require
from matinee.opening.errors import ConfirmationRequired, CurrencyFixed, VenueNameInUse
from matinee.opening.impact import impact_json
from matinee.opening.queries import MovedShow, has_sold, moved_shows
from matinee.opening.sellers import chosen_seller
from matinee.staff.errors import ChangedMeanwhile
from matinee.staff.locking import lock_venue
from matinee.staff.permissions import Permission
from matinee.venues.models import Venue

VENUE = "venue"

VENUE_FIELDS = (
    *("name", "address", "city", "country", "region", "timezone", "currency", "day_starts_at"),
    *("seat_type_names", "format_names", "phone", "email", "website", "opening_hours"),
)
TERMS_FIELDS = ("ticket_tax_rate", "refundable_until_minutes", "refund_limit")
AUDITED = (
    *("country", "region", "timezone", "currency", "day_starts_at"),
    *TERMS_FIELDS,
)
"""Fields whose values are recorded. Of the others, which may name people, only that they changed."""

CONSTRAINTS = {"one_venue_per_name_and_city": VenueNameInUse}
NO_SELLER = gettext_lazy("Enter the legal seller first: tax and refunds belong to its terms of sale.")
NO_TAX = gettext_lazy("Enter the tax that the prices include: 0 if the seller pays none.")

Values = Mapping[str, Any]
"""By the names of the fields, and `seller` and `legal_pages`."""


@transaction.atomic
def add_venue(*, actor: Actor, values: Values) -> Venue:
    """Open a cinema. Raises: NotPermitted, Invalid, VenueNameInUse."""
    require(actor, Permission.MANAGE_VENUE, None)
    venue = Venue(**{name: values[name] for name in VENUE_FIELDS if name in values})
    validate_row(venue)
    _save(venue, {"force_insert": True})
    venue.refresh_from_db()
    _store_terms(venue, values)
    _store_legal_pages(venue, values.get("legal_pages", ()))
    facts = {"after": _audited(venue, values)}
    record(actor, "cinema opened", object_type=VENUE, object_id=venue.pk, venue_id=venue.pk, facts=facts)
    return venue


@transaction.atomic
def change_venue(
    *,
    actor: Actor,
    venue_id: int,
    version: int,
    values: Values,
    is_confirmed: bool = False,
    is_dry_run: bool = False,
) -> list[MovedShow]:
    """Change what is in `values`. Returns the coming shows whose local time or business day changes.

    A dry run checks the same and changes nothing.

    Raises: VenueNotFound, NotPermitted, ChangedMeanwhile, Invalid, CurrencyFixed, VenueNameInUse,
    ConfirmationRequired.
    """
    venue = lock_venue(venue_id)
    require(actor, Permission.MANAGE_VENUE, venue_id)
    if venue.version != version:
        raise ChangedMeanwhile(current={"version": venue.version})
    former = copy(venue)
    before = _audited(venue, values)
    _check_currency(venue, values)
    for name in VENUE_FIELDS:
        if name in values:
            setattr(venue, name, values[name])
    validate_row(venue)
    moved = moved_shows(former, venue)
    if moved and not (is_confirmed or is_dry_run):
        raise ConfirmationRequired(impact=impact_json(moved))
    venue.version += 1
    _save(venue, {"update_fields": ["version", *(one for one in VENUE_FIELDS if one in values)]})
    _store_terms(venue, values)
    _store_legal_pages(venue, values.get("legal_pages", ()))
    facts = {"changed": sorted(values), "before": before, "after": _audited(venue, values)}
    record(actor, "cinema changed", object_type=VENUE, object_id=venue.pk, venue_id=venue.pk, facts=facts)
    if is_dry_run:
        transaction.set_rollback(True)
    return moved


def _check_currency(venue: Venue, values: Values) -> None:
    """Raises: CurrencyFixed, Invalid."""
    currency = values.get("currency", venue.currency)
    if currency == venue.currency:
        return
    if has_sold(venue):
        raise CurrencyFixed(currency=venue.currency)
    try:
        validate_currency_change(venue.pk, currency)
    except ValidationError as error:
        raise Invalid(errors={"currency": error.messages}) from error


def _save(venue: Venue, options: dict[str, Any]) -> None:
    """The database checks again what concurrent transactions may have changed.

    Raises: VenueNameInUse, CurrencyFixed.
    """
    try:
        with transaction.atomic():
            venue.save(**options)
    except IntegrityError as error:
        constraint = broken_constraint(error)
        if constraint == "one_venue_per_name_and_city":
            raise VenueNameInUse from error
        if constraint == "venue_keeps_currency":
            raise CurrencyFixed(currency=venue.currency) from error
        raise


def _store_terms(venue: Venue, values: Values) -> None:
    given = {name: values[name] for name in TERMS_FIELDS if name in values}
    terms = VenueTerms.objects.select_related("seller").filter(venue=venue).first()
    if not given and "seller" not in values:
        if terms and "currency" in values:
            # The limit of refunds has to fit the new currency.
            validate_row(terms)
        return
    if terms is None and "seller" not in values:
        raise Invalid(errors={"seller": [str(NO_SELLER)]})
    if terms is None and "ticket_tax_rate" not in values:
        raise Invalid(errors={"ticket_tax_rate": [str(NO_TAX)]})
    changed = terms or VenueTerms(venue=venue)
    if "seller" in values:
        changed.seller = chosen_seller(terms, values["seller"])
    for name, value in given.items():
        setattr(changed, name, value)
    validate_row(changed)
    changed.save()


def _store_legal_pages(venue: Venue, pages: Sequence[Values]) -> None:
    """Store each page; one without text and address is removed. Raises: Invalid."""
    for number, values in enumerate(pages):
        found = LegalPage.objects.filter(
            venue=venue, kind=values["kind"], language=values["language"]
        ).first()
        page = found or LegalPage(venue=venue, kind=values["kind"], language=values["language"])
        page.text, page.url = values["text"], values["url"]
        if not page.text.strip() and not page.url:
            if found:
                found.delete()
            continue
        try:
            validate_row(page)
        except Invalid as error:
            raise Invalid(errors=_of_page(number, error.errors)) from error
        page.save()


def _of_page(number: int, errors: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        f"legal_pages.{number}" + ("" if name == NON_FIELD_ERRORS else f".{name}"): messages
        for name, messages in errors.items()
    }


def _audited(venue: Venue, values: Values) -> dict[str, Any]:
    """The recorded values of the fields that are given."""
    terms = VenueTerms.objects.filter(venue=venue).first()
    return {
        name: _plain(getattr(terms if name in TERMS_FIELDS else venue, name, None))
        for name in AUDITED
        if name in values
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
