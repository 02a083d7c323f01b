"""The legal pages of a venue: imprint, terms, privacy and accessibility."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from matinee.core import web_address
from matinee.core.constraints import language_check, text_check, web_address_check
from matinee.core.model_fields import LanguageField, LineField, MultiLineField
from matinee.core.web_address import WebAddressValidator
from matinee.venues.models import Venue

MAX_TEXT_LENGTH = 100_000
TEXT_OR_URL = gettext_lazy("Enter either a text or an address.")


class LegalKind(models.TextChoices):
    """The subject of a legal page, in the order of the links."""

    IMPRINT = "imprint"
    TERMS = "terms"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"


class LegalPage(models.Model):
    """A legal page in one language: its text, or the address of the page on another site."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="legal_pages")
    kind = models.TextField(choices=LegalKind.choices)
    language = LanguageField(db_default="en", default="en", help_text="BCP 47, such as en or de.")
    text = MultiLineField(
        db_default="",
        default="",
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        help_text="Plain text. An empty line starts a paragraph; a line that starts with # is a heading.",
    )
    url = LineField(
        db_default="",
        default="",
        blank=True,
        max_length=web_address.MAX_LENGTH,
        validators=[WebAddressValidator("http", "https")],
        help_text="The address of the page, if it is on another site.",
    )

    class Meta:
        db_table = "legal_page"
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "kind", "language"], name="one_legal_page_per_kind_and_language"
            ),
            models.CheckConstraint(condition=Q(kind__in=LegalKind.values), name="legal_page_kind_is_known"),
            language_check("legal_page", "language"),
            models.CheckConstraint(
                condition=(Q(text="") & ~Q(url="")) | (~Q(text="") & Q(url="")),
                name="legal_page_has_a_text_or_an_address",
            ),
            text_check("legal_page", "text", max_length=MAX_TEXT_LENGTH),
            web_address_check("legal_page", "url"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.venue} ({self.language})"

    @property
    def public_url(self) -> str:
        """The address of the page: on another site, or a path of this one."""
        return self.url or f"/legal/{self.venue_id}/{self.kind}"

    def clean(self) -> None:
        """Require a text or an address. Raises: ValidationError."""
        if bool(self.text.strip()) == bool(self.url):
            raise ValidationError(TEXT_OR_URL, code="text-or-url")
