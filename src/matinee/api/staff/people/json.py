"""JSON of people, keys of programs, and the audit trail."""

from collections.abc import Mapping

from matinee.api.staff.people.audit_labels import Labels
from matinee.api.staff.people.shapes import ApiKeyShape, AuditEntryShape, PersonShape, RolesShape
from matinee.audit.models import AuditEntry
from matinee.staff import second_factor
from matinee.staff.models import ApiKey, User
from matinee.staff.permissions import PERMISSIONS, Permission, Role, grants_json
from matinee.staff.queries import pin_state_of, state_of


def person_json(person: User) -> PersonShape:
    """A person. In a list, the query has found out about the second factor (`with_has_device`)."""
    listed: bool | None = vars(person).get("has_second_factor")
    return {
        "id": person.pk,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "state": state_of(person).value,
        "roles": grants_json(one.grant for one in person.role_grants.all()),
        "second_factor": second_factor.has_device(person) if listed is None else listed,
        "approval_pin": pin_state_of(person).value,
        "last_sign_in_at": person.last_login,
        "version": person.version,
    }


def roles_json() -> RolesShape:
    """Who may do what."""
    return {
        "roles": [
            {
                "role": role.value,
                "name": str(role.label),
                "permissions": [one.value for one in Permission if one in PERMISSIONS[role]],
            }
            for role in Role
        ],
        "permissions": [{"permission": one.value, "description": str(one.label)} for one in Permission],
    }


def api_key_json(key: ApiKey) -> ApiKeyShape:
    """A key, without the key itself."""
    return {
        "id": key.pk,
        "name": key.name,
        "ending": key.ending,
        "role": key.role,
        "venue_id": key.venue_id,
        "created_by": key.created_by_id,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }


def audit_entry_json(entry: AuditEntry, names: Mapping[int, str], labels: Labels) -> AuditEntryShape:
    """An entry, with the names of its people and of its object."""
    return {
        "id": entry.pk,
        "at": entry.at,
        "person_id": entry.person_id,
        "person": names.get(entry.person_id or 0),
        "approver_id": entry.approver_id,
        "approver": names.get(entry.approver_id or 0),
        "api_key_id": entry.api_key_id,
        "device_id": entry.device_id,
        "venue_id": entry.venue_id,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "label": labels.get((entry.object_type, entry.object_id)),
        "facts": entry.facts,
    }
