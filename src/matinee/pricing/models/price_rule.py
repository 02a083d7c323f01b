"""Price rules: which card a show gets when it is scheduled."""

from datetime import date, time

from django.db import models
from django.db.models import F, Q

from matinee.catalogue.models import Movie
from matinee.core.constraints import json_check, optional_line_check, range_check
from matinee.core.model_fields import LineField
from matinee.pricing.card_prices import LONGEST_FORMAT
from matinee.pricing.models.price_card import PriceCard
from matinee.pricing.rules import Conditions
from matinee.venues.models import Hall, Venue

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
MOST_RULES = 200
"""Rules of a venue."""


class PriceRule(models.Model):
    """Chooses a card for the shows of a venue that meet all of its conditions. The first match applies.

    Days are business days, so a show at 00:15 belongs to the day before. Times are the venue's local times.
    """

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="price_rules")
    position = models.IntegerField(help_text="The lowest is tried first.")
    card = models.ForeignKey(PriceCard, on_delete=models.PROTECT, related_name="rules")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, null=True, related_name="+")
    weekdays = models.JSONField(
        db_default=[], default=list, blank=True, help_text="From 1 for Monday to 7 for Sunday; empty for all."
    )
    starts_from = models.TimeField(null=True, blank=True, help_text="The earliest start; empty for all day.")
    starts_before = models.TimeField(
        null=True, blank=True, help_text="Later starts do not match. May be after midnight."
    )
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    holidays = models.BooleanField(
        null=True,
        blank=True,
        help_text="True: on public holidays only. False: on other days only. Empty: on any day.",
    )
    movie = models.ForeignKey(Movie, on_delete=models.PROTECT, null=True, related_name="+")
    format = LineField(max_length=LONGEST_FORMAT, db_default="", blank=True, help_text="Empty for any.")
    version = models.IntegerField(
        db_default=1, default=1, help_text="Counts the changes, against lost updates."
    )

    class Meta:
        db_table = "price_rule"
        ordering = ["position", "id"]
        constraints = [
            json_check("price_rule", "weekdays", "array"),
            optional_line_check("price_rule", "format", max_length=LONGEST_FORMAT),
            range_check("price_rule", "position", 0, MOST_RULES),
            models.CheckConstraint(
                condition=Q(starts_from=None, starts_before=None)
                | Q(starts_from__isnull=False, starts_before__isnull=False)
                # PostgreSQL has a time 24:00, which Python cannot read.
                & Q(starts_from__lte=time.max, starts_before__lte=time.max),
                name="price_rule_has_both_times_or_none",
            ),
            models.CheckConstraint(
                condition=Q(first_day__gte=FIRST_DAY, first_day__lte=LAST_DAY),
                name="price_rule_first_day_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=FIRST_DAY, last_day__lte=LAST_DAY),
                name="price_rule_last_day_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="price_rule_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.card}"

    @property
    def conditions(self) -> Conditions:
        """What it requires of a show."""
        return Conditions(
            rule_id=self.pk,
            card_id=self.card_id,
            hall_id=self.hall_id,
            weekdays=frozenset(self.weekdays),
            starts_from=self.starts_from,
            starts_before=self.starts_before,
            first_day=self.first_day,
            last_day=self.last_day,
            holidays=self.holidays,
            movie_id=self.movie_id,
            format=self.format,
        )
