"""Requests and responses of sign-in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.framework.fields import EmailField, SecretField, StrictSerializer, TextField
from matinee.api.staff.shapes import GrantShape, PermissionName
from matinee.core.email_address import MAX_LENGTH
from matinee.core.json_schema import Id, OneOf
from matinee.staff.passkeys import MAX_NAME_LENGTH
from matinee.staff.queries import PinState
from matinee.staff.second_factor import State

MAX_PASSWORD_LENGTH = 1_000
MAX_CODE_LENGTH = 20

SecondFactorState = Annotated[str, OneOf("SecondFactorState", *State.values)]


class SignInRequest(StrictSerializer):
    """The email address, the password and, for an account with a second factor, a code."""

    email = EmailField(max_length=MAX_LENGTH)
    password = SecretField(max_length=MAX_PASSWORD_LENGTH)
    code = SecretField(
        max_length=MAX_CODE_LENGTH, required=False, help_text="Of the authenticator app, or a recovery code."
    )


class AllowedShape(TypedDict):
    """A permission, and where it applies."""

    permission: PermissionName
    venue_ids: Annotated[list[Id] | None, "Null for all venues."]


class SessionUserShape(TypedDict):
    """The person who is signed in."""

    id: Id
    email: str
    name: str


class SessionShape(TypedDict):
    """The session, and what it may do. Before a required second factor is set up, it may do nothing."""

    user: SessionUserShape | None
    second_factor: SecondFactorState | None
    roles: list[GrantShape]
    permissions: list[AllowedShape]
    csrf_token: Annotated[str, "For the header X-CSRFToken of each request that changes something."]


class CodeRequest(StrictSerializer):
    """The password, nothing if it was typed lately, or the first code of an authenticator app."""

    password = SecretField(
        max_length=MAX_PASSWORD_LENGTH,
        required=False,
        help_text="Needed for a key, unless it was typed in this session in the last 30 minutes.",
    )
    code = SecretField(max_length=MAX_CODE_LENGTH, required=False)


class SecondFactorShape(TypedDict):
    """The key for an authenticator app, or the recovery codes of an app that was set up."""

    key: Annotated[str | None, "Base 32, to be typed."]
    address: Annotated[str | None, "`otpauth://…`, to be shown as a QR code."]
    recovery_codes: list[str]


@extend_schema_field({"type": "object", "additionalProperties": True})
class CredentialField(serializers.Field[dict[str, Any], Any, dict[str, Any], Any]):
    """What `navigator.credentials` returned, as its method `toJSON` writes it. The service reads it."""

    default_error_messages = {"invalid": gettext_lazy("This must be what the browser returned, as JSON.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Raises: ValidationError."""
        if not isinstance(data, Mapping) or not isinstance(data.get("response"), Mapping):
            self.fail("invalid")
        return dict(data)

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        """The object itself."""
        return value


class PasswordRequest(StrictSerializer):
    """The password: a session that was left open must not change how the account is opened."""

    password = SecretField(max_length=MAX_PASSWORD_LENGTH)


class NewPasswordRequest(StrictSerializer):
    """The password, and the one that replaces it."""

    password = SecretField(max_length=MAX_PASSWORD_LENGTH)
    new_password = SecretField(max_length=MAX_PASSWORD_LENGTH)


class NewPasskeyRequest(StrictSerializer):
    """A new passkey, and how to call it."""

    name = TextField(max_length=MAX_NAME_LENGTH)
    credential = CredentialField()


class PasskeyNameRequest(StrictSerializer):
    """A new name."""

    name = TextField(max_length=MAX_NAME_LENGTH)


class BeginPasskeySignInRequest(StrictSerializer):
    """Nothing, for a sign-in by passkey alone; email address and password, for a passkey as second factor."""

    email = EmailField(max_length=MAX_LENGTH, required=False)
    password = SecretField(max_length=MAX_PASSWORD_LENGTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require both or neither. Raises: ValidationError."""
        missing = {"email", "password"} - attrs.keys()
        if len(missing) == 1:
            raise serializers.ValidationError({missing.pop(): [_("This is required beside the other one.")]})
        return attrs


class PasskeySignInRequest(StrictSerializer):
    """The signed challenge."""

    credential = CredentialField()


class PasskeyOptionsShape(TypedDict):
    """What the browser needs. The challenge in it is valid once, for five minutes, in this browser."""

    options: Annotated[dict[str, Any], "As `PublicKeyCredential.parse…OptionsFromJSON` reads them."]


class PasskeyShape(TypedDict):
    """A passkey of your own account."""

    id: Id
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeysShape(TypedDict):
    """The passkeys of your own account, the oldest first."""

    passkeys: list[PasskeyShape]


class NewPasskeyShape(PasskeyShape):
    """A new passkey. Recovery codes are shown once, after the first one."""

    recovery_codes: list[str]


class ApprovalPinRequest(StrictSerializer):
    """A new PIN, and the password, which proves that it is you."""

    password = SecretField(max_length=MAX_PASSWORD_LENGTH)
    pin = SecretField(max_length=12, help_text="6 to 12 digits.")


PinStateName = Annotated[str, OneOf("PinState", *PinState.values)]


class ApprovalPinShape(TypedDict):
    """Your own approval PIN."""

    state: PinStateName
