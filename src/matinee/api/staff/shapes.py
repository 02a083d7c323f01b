"""Shapes of several endpoints for staff."""

from typing import Annotated, Any, TypedDict

from rest_framework import serializers

from matinee.api.framework.fields import IdField, QueryIdField, StrictSerializer
from matinee.core.json_schema import Id, OneOf
from matinee.staff.permissions import Grant, Permission, Role

RoleName = Annotated[str, OneOf("RoleName", *Role.values)]
PermissionName = Annotated[str, OneOf("PermissionName", *Permission.values)]


class GrantShape(TypedDict):
    """A role at a venue."""

    role: RoleName
    venue_id: Annotated[Id | None, "Null for all venues."]


class GrantField(StrictSerializer):
    """A role at a venue."""

    role = serializers.ChoiceField(choices=Role.values)
    venue_id = IdField(allow_null=True, required=False, help_text="Null for all venues.")

    def validate(self, attrs: dict[str, Any]) -> Any:
        """Return the `Grant`."""
        return Grant(Role(attrs["role"]), attrs.get("venue_id"))


class VersionQuery(StrictSerializer):
    """The state that somebody wants to delete."""

    version = QueryIdField()
