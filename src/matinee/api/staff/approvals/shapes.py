"""Requests and responses of approvals."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext as _
from rest_framework import serializers

from matinee.api.framework.fields import IdField, SecretField, StrictSerializer
from matinee.api.staff.session.shapes import CredentialField

MAX_ACTION_LENGTH = 500


class BeginApprovalRequest(StrictSerializer):
    """Who approves with a passkey, and what is approved."""

    approver_id = IdField()
    action = SecretField(max_length=MAX_ACTION_LENGTH, help_text="From the refusal `not-permitted`.")


class ApprovalRequest(BeginApprovalRequest):
    """Who approves, their PIN or the challenge that their passkey has signed, and what is approved."""

    pin = SecretField(max_length=12, required=False)
    credential = CredentialField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require one of both. Raises: ValidationError."""
        if ("pin" in attrs) == ("credential" in attrs):
            raise serializers.ValidationError({"pin": [_("Send either this or `credential`.")]})
        return attrs


class ApprovalShape(TypedDict):
    """An approval of one action. It is valid once, for a minute."""

    approval: Annotated[str, "Send it as `approval` with the request that was refused."]
    expires_at: datetime


class ApprovalOptionsShape(TypedDict):
    """What the browser needs. The challenge in it is valid once, for a minute, for this approver."""

    options: Annotated[dict[str, Any], "As `PublicKeyCredential.parseRequestOptionsFromJSON` reads them."]
