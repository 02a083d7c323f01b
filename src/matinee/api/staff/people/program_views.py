"""Endpoints of programs' keys, and of the audit trail."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.paging import NEWEST_FIRST, Order, PageQuery, page_of, read_text
from matinee.api.framework.parsing import id_of_path, read_body, read_query
from matinee.api.staff.access import StaffView
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.people.audit_labels import labels_of
from matinee.api.staff.people.json import api_key_json, audit_entry_json
from matinee.api.staff.people.shapes import (
    ApiKeyPageShape,
    ApiKeyRequest,
    ApiKeyShape,
    AuditPageShape,
    AuditQuery,
    NewApiKeyShape,
)
from matinee.staff.api_keys import create_api_key, revoke_api_key
from matinee.staff.errors import ApiKeyNotFound
from matinee.staff.permissions import Grant, Permission, Role
from matinee.staff.queries import api_keys_visible_to, audit_visible_to, names_of

TAG = "Programs"
BY_NAME = Order("name", read_text)


class ApiKeysView(StaffView):
    """`/api/staff/api-keys/`"""

    permission = Permission.MANAGE_API_KEYS

    @staff_documented("list_api_keys", tag=TAG, response=ApiKeyPageShape, query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the keys of programs, also those that have ended, by name."""
        query = read_query(request, PageQuery)
        page = page_of(api_keys_visible_to(self.caller.access), BY_NAME, query)
        return Response(page.json(request, api_key_json))

    @staff_documented("create_api_key", tag=TAG, body=ApiKeyRequest, response=NewApiKeyShape, status=201)
    def post(self, request: Request) -> Response:
        """Create a key for a program.

        The key is in this response only. Programs send it as `Authorization: Bearer …`. It cannot create
        keys, people or approvals, whatever its role is.
        """
        read_query(request)
        values = read_body(request, ApiKeyRequest)
        grant = Grant(Role(values["role"]), values["venue_id"])
        key, secret = create_api_key(
            actor=self.caller.actor,
            name=values["name"],
            grant=grant,
            expires_at=values["expires_at"],
        )
        return Response({**api_key_json(key), "key": secret}, status=201)


class ApiKeyView(StaffView):
    """`/api/staff/api-keys/{key_id}/`"""

    permission = Permission.MANAGE_API_KEYS

    @staff_documented("revoke_api_key", tag=TAG, response=ApiKeyShape, errors=[ApiKeyNotFound])
    def delete(self, request: Request, key_id: str) -> Response:
        """Revoke a key. It ends at once, and stays in the list."""
        read_query(request)
        pk = id_of_path(key_id, ApiKeyNotFound)
        key = revoke_api_key(actor=self.caller.actor, key_id=pk)
        return Response(api_key_json(key))


class AuditView(StaffView):
    """`/api/staff/audit/`"""

    permission = Permission.READ_AUDIT

    @staff_documented("list_audit_entries", tag="Audit", response=AuditPageShape, query=AuditQuery)
    def get(self, request: Request) -> Response:
        """List who did what, the newest first."""
        query: dict[str, Any] = read_query(request, AuditQuery)
        page = page_of(audit_visible_to(self.caller.access, query.get("venue")), NEWEST_FIRST, query)
        people = {one for entry in page.rows for one in (entry.person_id, entry.approver_id) if one}
        names, labels = names_of(people), labels_of(page.rows)
        return Response(page.json(request, lambda entry: audit_entry_json(entry, names, labels)))
