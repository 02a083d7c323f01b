"""Requests and responses of approvals."""

from datetime import datetime
from typing import Annotated, TypedDict

from matinee.api.framework.fields import IdField, SecretField, StrictSerializer

MAX_ACTION_LENGTH = 500


class ApprovalRequest(StrictSerializer):
    """Who approves, their PIN, and what is approved."""

    approver_id = IdField()
    pin = SecretField(max_length=12)
    action = SecretField(max_length=MAX_ACTION_LENGTH, help_text="From the refusal `not-permitted`.")


class ApprovalShape(TypedDict):
    """An approval of one action. It is valid once, for a minute."""

    approval: Annotated[str, "Send it as `approval` with the request that was refused."]
    expires_at: datetime
