"""The audit trail: what staff and their programs did."""

from django.db import models
from django.db.models.functions import Now

from matinee.core.constraints import json_check, moments_check


class AuditEntry(models.Model):
    """One action of a member of staff. A trigger makes the table append-only.

    It has plain ids instead of foreign keys: an entry outlives what it names, and every subpackage can write
    one. Without a person and a key, a command on the server did it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    person_id = models.BigIntegerField(null=True, help_text="The member of staff who did it.")
    approver_id = models.BigIntegerField(null=True, help_text="The second person, where one was needed.")
    api_key_id = models.BigIntegerField(null=True, help_text="The key of the program that did it.")
    device_id = models.BigIntegerField(null=True, help_text="The till or scanner that did it.")
    venue_id = models.BigIntegerField(null=True, help_text="Where; empty for all venues.")
    action = models.TextField(help_text="Such as `api key created`.")
    object_type = models.TextField(help_text="Such as `person`.")
    object_id = models.BigIntegerField()
    facts = models.JSONField(
        db_default={}, default=dict, help_text="`before`, `after` and `reason`. Nothing personal."
    )

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["venue_id", "-id"], name="audit_of_venue"),
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_of_object"),
        ]
        constraints = [moments_check("audit_entry", "at"), json_check("audit_entry", "facts", "object")]

    def __str__(self) -> str:
        return f"{self.action}: {self.object_type} {self.object_id}"
