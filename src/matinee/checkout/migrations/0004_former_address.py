"""The email to a former address of a customer. The next migration validates its constraints."""

import django.db.models.functions.text
import django.db.models.lookups
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

KINDS = [
    ("tickets", "Tickets"),
    ("link", "Link"),
    ("refund", "Refund"),
    ("refund_refused", "Refund Refused"),
    ("refund_settled", "Refund Settled"),
    ("show_cancelled", "Show Cancelled"),
    ("show_moved", "Show Moved"),
    ("capture_failed", "Capture Failed"),
    ("not_completed", "Not Completed"),
    ("payment_returned", "Payment Returned"),
    ("needs_attention", "Needs Attention"),
    ("address_corrected", "Address Corrected"),
]
ADDRESS = r"^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\-]{3,253}$"


class Migration(migrations.Migration):
    dependencies = [("checkout", "0003_legal_pages")]

    operations = [
        migrations.AddField(
            "orderemail",
            "former_address",
            models.TextField(
                blank=True,
                db_default="",
                help_text="The address, if it is no longer the customer's. Erased when the email has ended.",
            ),
        ),
        migrations.AlterField("orderemail", "kind", models.TextField(choices=KINDS)),
        migrations.RemoveConstraint("orderemail", "email_kind_is_known"),
        AddConstraintNotValid(
            "orderemail",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])), name="email_kind_is_known"
            ),
        ),
        AddConstraintNotValid(
            "orderemail",
            models.CheckConstraint(
                condition=models.Q(
                    ("former_address", ""),
                    models.Q(("kind", "address_corrected"), ("status", "WAITING")),
                    _connector="OR",
                ),
                name="ended_email_has_no_former_address",
            ),
        ),
        AddConstraintNotValid(
            "orderemail",
            models.CheckConstraint(
                condition=models.Q(
                    ("former_address", ""),
                    models.Q(
                        ("former_address__regex", ADDRESS),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("former_address"), 254
                        ),
                    ),
                    _connector="OR",
                ),
                name="order_email_former_address_is_an_address",
            ),
        ),
    ]
