"""Requests and responses of sign-in."""

from typing import Annotated, TypedDict

from matinee.api.framework.fields import EmailField, SecretField, StrictSerializer
from matinee.api.staff.shapes import GrantShape, PermissionName
from matinee.core.email_address import MAX_LENGTH
from matinee.core.json_schema import Id, OneOf
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
    """The first code of an authenticator app, or nothing."""

    code = SecretField(max_length=MAX_CODE_LENGTH, required=False)


class SecondFactorShape(TypedDict):
    """The key for an authenticator app, or the recovery codes of an app that was set up."""

    key: Annotated[str | None, "Base 32, to be typed."]
    address: Annotated[str | None, "`otpauth://…`, to be shown as a QR code."]
    recovery_codes: list[str]
