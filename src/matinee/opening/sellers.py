"""The legal seller of a venue. What a receipt says about it never changes (decision 0048)."""

from collections.abc import Mapping

from matinee.checkout.models import Seller, VenueTerms
from matinee.core.validation import validate_row


def chosen_seller(terms: VenueTerms | None, values: Mapping[str, str]) -> Seller:
    """The seller with this name and tax number.

    The present seller is corrected if it has given no receipt and sells for this venue only. Otherwise a
    seller with these values is taken or created, which counts its receipts from 1.

    Raises: Invalid.
    """
    wanted = Seller(legal_name=values["legal_name"], tax_number=values["tax_number"])
    validate_row(wanted)
    present = terms.seller if terms else None
    if present and (present.legal_name, present.tax_number) == (wanted.legal_name, wanted.tax_number):
        return present
    same = Seller.objects.filter(legal_name=wanted.legal_name, tax_number=wanted.tax_number)
    if found := same.order_by("pk").first():
        return found
    if present and present.next_receipt_number == 1 and _sells_for_one(present):
        present.legal_name, present.tax_number = wanted.legal_name, wanted.tax_number
        present.save(update_fields=["legal_name", "tax_number"])
        return present
    wanted.save(force_insert=True)
    wanted.refresh_from_db()
    return wanted


def _sells_for_one(seller: Seller) -> bool:
    return VenueTerms.objects.filter(seller=seller).count() == 1
