"""The sellers of the venues and their terms of sale."""

from django.core.validators import MaxValueValidator
from django.db import models

from matinee.core.constraints import (
    amount_check,
    line_check,
    optional_line_check,
    range_check,
    tax_rate_check,
)
from matinee.core.model_fields import AmountField, LineField, TaxRateField
from matinee.pricing.models import check_fits_currency
from matinee.venues.models import Venue

MAX_REFUNDABLE_MINUTES = 366 * 24 * 60


class Seller(models.Model):
    """A legal seller. Each has receipt numbers without gaps."""

    id = models.BigAutoField(primary_key=True)
    legal_name = LineField()
    tax_number = LineField(db_default="", blank=True)
    next_receipt_number = models.PositiveBigIntegerField(db_default=1)

    class Meta:
        db_table = "seller"
        constraints = [line_check("seller", "legal_name"), optional_line_check("seller", "tax_number")]

    def __str__(self) -> str:
        return self.legal_name


class VenueTerms(models.Model):
    """The terms of sale of a venue. Without a row: no receipts, no tax, no refunds by the customer."""

    venue = models.OneToOneField(Venue, on_delete=models.PROTECT, primary_key=True, related_name="terms")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="+")
    ticket_tax_rate = TaxRateField(db_default=0, help_text="Per cent, included in every price.")
    refundable_until_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_REFUNDABLE_MINUTES)],
        help_text="Before the show, by the customer; empty for never.",
    )
    refund_limit = AmountField(
        null=True,
        blank=True,
        help_text="The most that staff refund of an order without the permission for any refund; empty for"
        " no limit.",
    )

    class Meta:
        db_table = "venue_terms"
        verbose_name_plural = "venue terms"
        constraints = [
            tax_rate_check("venue_terms", "ticket_tax_rate"),
            range_check("venue_terms", "refundable_until_minutes", 0, MAX_REFUNDABLE_MINUTES),
            amount_check("venue_terms", "refund_limit"),
        ]

    def __str__(self) -> str:
        return f"{self.seller} at {self.venue}"

    def clean(self) -> None:
        """Check that the limit fits the venue's currency. Raises: ValidationError."""
        check_fits_currency("refund_limit", self.refund_limit, Venue.objects.filter(pk=self.venue_id))
