"""Requests and responses of people, keys of programs, and the audit trail."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from matinee.api.framework.fields import (
    EmailField,
    IdField,
    MomentField,
    QueryIdField,
    SecretField,
    StrictBooleanField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import PageShape
from matinee.api.staff.session.shapes import MAX_PASSWORD_LENGTH, PinStateName
from matinee.api.staff.shapes import GrantField, GrantShape, PermissionName, RoleName
from matinee.core.email_address import MAX_LENGTH
from matinee.core.json_schema import Id, OneOf
from matinee.staff.permissions import Grant, Role
from matinee.staff.queries import PersonState

MAX_NAME_LENGTH = 150
MAX_KEY_NAME_LENGTH = 100
MAX_GRANTS = 50


class GrantsField(serializers.ListField):
    """Roles without repeats."""

    child = GrantField()
    default_error_messages = {"repeated": gettext_lazy("Each role can be named only once per cinema.")}

    def __init__(self, **options: Any) -> None:
        """Take the options of a ListField."""
        super().__init__(max_length=MAX_GRANTS, **options)

    def to_internal_value(self, data: Any) -> list[Grant]:
        """Raises: ValidationError."""
        grants: list[Grant] = super().to_internal_value(data)
        if len(set(grants)) < len(grants):
            self.fail("repeated")
        return grants


class PersonRequest(StrictSerializer):
    """A person to invite."""

    email = EmailField(max_length=MAX_LENGTH)
    first_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, default="")
    last_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, default="")
    roles = GrantsField(min_length=1)


class PersonChanges(StrictSerializer):
    """What changes. `version` is that of the state that the change was made from."""

    version = IdField()
    first_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, required=False)
    last_name = TextField(max_length=MAX_NAME_LENGTH, allow_blank=True, required=False)
    is_active = StrictBooleanField(required=False, help_text="False: the person cannot sign in any more.")
    roles = GrantsField(required=False)


class InvitationRequest(StrictSerializer):
    """The secret of an invitation's link."""

    token = SecretField(max_length=200)


class AcceptRequest(StrictSerializer):
    """The secret of an invitation's link, and the new password."""

    token = SecretField(max_length=200)
    password = SecretField(max_length=MAX_PASSWORD_LENGTH)


class ApiKeyRequest(StrictSerializer):
    """A key for a program."""

    name = TextField(max_length=MAX_KEY_NAME_LENGTH)
    role = serializers.ChoiceField(choices=Role.values)
    venue_id = IdField(allow_null=True, default=None)
    expires_at = MomentField(allow_null=True, default=None)


class AuditQuery(PageQuery):
    """Filters of the audit trail."""

    venue = QueryIdField(required=False)


class PersonShape(TypedDict):
    """A person on the team."""

    id: Id
    email: str
    first_name: str
    last_name: str
    state: Annotated[str, OneOf("PersonState", *PersonState.values)]
    roles: list[GrantShape]
    second_factor: Annotated[bool, "Whether the account has one."]
    approval_pin: PinStateName
    last_sign_in_at: datetime | None
    version: int


class InvitedPersonShape(PersonShape):
    """A person, and the link that sets the password: valid for a week, once."""

    link: str


class PersonPageShape(PageShape):
    """A page of people, by email address."""

    results: list[PersonShape]


class InvitationShape(TypedDict):
    """The account that an invitation is for, and how long its link can be used."""

    email: str
    roles: list[GrantShape]
    expires_at: datetime


class AcceptedInvitationShape(TypedDict):
    """The account, whose password is set now."""

    email: str


class RoleShape(TypedDict):
    """A role, and what it may do."""

    role: RoleName
    name: str
    permissions: list[PermissionName]


class PermissionShape(TypedDict):
    """A permission. The description completes the sentence "may …"."""

    permission: PermissionName
    description: str


class RolesShape(TypedDict):
    """Who may do what."""

    roles: list[RoleShape]
    permissions: list[PermissionShape]


class ApiKeyShape(TypedDict):
    """A program's key."""

    id: Id
    name: str
    ending: Annotated[str, "The last four characters."]
    role: RoleName
    venue_id: Id | None
    created_by: Annotated[Id | None, "The person; null for a command on the server."]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKeyShape(ApiKeyShape):
    """A new key. `key` cannot be read again."""

    key: str


class ApiKeyPageShape(PageShape):
    """A page of keys, by name."""

    results: list[ApiKeyShape]


class AuditLabelShape(TypedDict):
    """What the object of an entry is called today."""

    name: Annotated[str, "The booking number of an order, the card of a price rule, the film of a show."]
    starts_at: Annotated[datetime | None, "Of a show."]
    timezone: Annotated[str, "Of a show, that of its cinema; else empty."]


class AuditEntryShape(TypedDict):
    """One action. Without a person and a key, a command on the server did it."""

    id: Id
    at: datetime
    person_id: Id | None
    person: Annotated[str | None, "The name, as it is today."]
    approver_id: Id | None
    approver: str | None
    api_key_id: Id | None
    device_id: Id | None
    venue_id: Id | None
    action: str
    object_type: str
    object_id: Id
    label: Annotated[AuditLabelShape | None, "Null, if the object has no name or was deleted."]
    facts: dict[str, Any]


class AuditPageShape(PageShape):
    """A page of the audit trail, the newest entry first."""

    results: list[AuditEntryShape]
