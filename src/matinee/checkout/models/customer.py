"""The personal data of an order."""

from django.db import models
from django.db.models.functions import Lower

from matinee.checkout.models.order import TicketOrder
from matinee.core.constraints import email_check, optional_line_check
from matinee.core.model_fields import EmailTextField, LineField

MAX_NAME_LENGTH = 200
"""The length of a customer's name."""


class Customer(models.Model):
    """The personal data of an order, in a table of its own, so that it can be erased."""

    order = models.OneToOneField(
        TicketOrder, on_delete=models.CASCADE, primary_key=True, related_name="customer"
    )
    name = LineField(max_length=MAX_NAME_LENGTH, db_default="", blank=True)
    email = EmailTextField(db_default="", blank=True)

    class Meta:
        db_table = "customer"
        indexes = [models.Index(Lower("email"), name="customer_by_mail_address")]
        constraints = [
            optional_line_check("customer", "name", max_length=MAX_NAME_LENGTH),
            email_check("customer", "email"),
        ]

    def __str__(self) -> str:
        return f"customer of {self.order_id}"
