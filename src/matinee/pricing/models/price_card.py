"""Price cards: what a show costs, by ticket type, seat type, format and running time."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core.constraints import amount_check, json_check, line_check, moments_check
from matinee.core.model_fields import AmountField, LineField
from matinee.pricing.card_prices import CardPrices
from matinee.venues.models import Venue


class PriceCard(models.Model):
    """A named list of prices of a venue, such as Cinema Tuesday. Its newest version applies to new shows."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="price_cards")
    name = LineField()
    archived = models.BooleanField(db_default=False, default=False, help_text="Not chosen for new shows.")
    version = models.IntegerField(
        db_default=1, default=1, help_text="Counts the changes, against lost updates."
    )

    class Meta:
        db_table = "price_card"
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="one_price_card_per_name_in_venue"),
            line_check("price_card", "name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def newest_of_list(self) -> "PriceCardVersion":
        """The newest version, of a card that `price_cards_visible_to` has read."""
        return self.versions.all()[0]

    @property
    def newest(self) -> "PriceCardVersion":
        """The version that new shows get."""
        return PriceCardVersion.objects.filter(card=self).latest("number")


class PriceCardVersion(models.Model):
    """The prices of a card from one change to the next. A trigger keeps the row as it is.

    Shows refer to the version, so a show keeps its prices until somebody applies a newer version to it.
    """

    id = models.BigAutoField(primary_key=True)
    card = models.ForeignKey(PriceCard, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField(help_text="From 1.")
    base = AmountField(help_text="In the venue's currency.")
    amounts = models.JSONField(db_default=[], default=list, help_text="As `CardPrices.json` writes them.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "price_card_version"
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="one_price_card_version_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="price_card_version_counts_from_one"),
            amount_check("price_card_version", "base", lowest=Decimal(0)),
            json_check("price_card_version", "amounts", "array"),
            moments_check("price_card_version", "created_at"),
        ]

    def __str__(self) -> str:
        return f"{self.card}, version {self.number}"

    @property
    def prices(self) -> CardPrices:
        """Its amounts."""
        return CardPrices.read(self.base, self.amounts)
