"""The personal data of an order."""

import re
import unicodedata

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower

from matinee.checkout.models.order import TicketOrder
from matinee.core.constraints import email_check, optional_line_check
from matinee.core.model_fields import EmailTextField, LineField

UNACCENTED = str.maketrans("ŁłØøĐđ", "LlOoDd")
"""Letters that Unicode does not decompose."""

MAX_NAME_LENGTH = 200
"""The length of a customer's name."""


class NameWords(models.Func):
    """The words of a name, without accents and case, as PostgreSQL indexes them (`tsvector`).

    `plain_words` brings the words of a query into the same form.
    """

    # U+0300 to U+036F are the accents of decomposed letters. Punctuation separates words.
    template = (
        "to_tsvector('simple', regexp_replace(translate(regexp_replace(normalize(%(expressions)s, NFKD),"
        r" '[\u0300-\u036f]', '', 'g'), 'ŁłØøĐđ', 'LlOoDd'), '[!-/:-@\[-`{-~’]', ' ', 'g'))"
    )
    output_field = SearchVectorField()


def plain_words(text: str) -> list[str]:
    """Return the words of a text, in the form in which a name is searched."""
    decomposed = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return re.sub(r"[!-/:-@\[-`{-~’]", " ", decomposed.translate(UNACCENTED)).split()


class Customer(models.Model):
    """The personal data of an order, in a table of its own, so that it can be erased."""

    order = models.OneToOneField(
        TicketOrder, on_delete=models.CASCADE, primary_key=True, related_name="customer"
    )
    name = LineField(max_length=MAX_NAME_LENGTH, db_default="", blank=True)
    email = EmailTextField(db_default="", blank=True)

    class Meta:
        db_table = "customer"
        indexes = [
            models.Index(Lower("email"), name="customer_by_mail_address"),
            GinIndex(NameWords("name"), name="customer_by_words_of_name"),
        ]
        constraints = [
            optional_line_check("customer", "name", max_length=MAX_NAME_LENGTH),
            email_check("customer", "email"),
        ]

    def __str__(self) -> str:
        return f"customer of {self.order_id}"
