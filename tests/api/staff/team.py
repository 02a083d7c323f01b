"""People with roles, and clients that send requests as one of them."""

import json
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from matinee.audit.services import COMMAND
from matinee.staff.api_keys import create_api_key
from matinee.staff.models import RoleGrant, User
from matinee.staff.permissions import Grant, Role
from tests.api.client import JSON
from tests.api.openapi_conformance import assert_conforms

PASSWORD = "a good long password"  # noqa: S105 - of a test
SESSION = "/api/staff/session/"


def person_with(role: Role, venue_id: int | None = None, *, email: str = "") -> User:
    """A person who can sign in, with this role."""
    person = User.objects.create_user(email or f"{role}@example.org", PASSWORD, is_staff=True)
    RoleGrant.objects.create(user=person, role=role, venue_id=venue_id)
    return person


@dataclass(frozen=True)
class Upload:
    """A form with a file."""

    content: bytes
    values: dict[str, str] = field(default_factory=dict)
    name: str = "file"

    def body(self) -> bytes:
        """The form, as browsers send it."""
        file = SimpleUploadedFile(self.name, self.content)
        return encode_multipart(BOUNDARY, {**self.values, "file": file})


class StaffClient:
    """Sends JSON as one person or program, with CSRF protection, and checks each response."""

    def __init__(self, person: User | None = None, *, key: str | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        if person:
            self.client.force_login(person)
        if not key:
            # As a token, the secret is valid without a mask, so that a client needs no request to get one.
            secret = token_hex(16)
            self.client.cookies[settings.CSRF_COOKIE_NAME] = secret
            self.headers["X-CSRFToken"] = secret

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Send the body as JSON, or as a form with a file."""
        if isinstance(body, Upload):
            content, kind = body.body(), MULTIPART_CONTENT
        else:
            content, kind = b"" if body is None else json.dumps(body).encode(), JSON
        response = self.client.generic(method, path, content, kind, headers=self.headers)
        assert_conforms(method, path, response)
        return response

    def get(self, path: str) -> Any:
        return self.send("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        return self.send("POST", path, {} if body is None else body)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)

    def upload(self, method: str, path: str, content: bytes, **values: object) -> Any:
        """Send a form with a file and these values."""
        return self.send(method, path, Upload(content, {name: str(one) for name, one in values.items()}))

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)


def as_role(role: Role, venue_id: int | None = None) -> StaffClient:
    """A client of a new person with this role."""
    return StaffClient(person_with(role, venue_id))


def as_program(role: Role, venue_id: int | None = None) -> StaffClient:
    """A client with the key of a new program."""
    _, key = create_api_key(actor=COMMAND, name="Website", grant=Grant(role, venue_id))
    return StaffClient(key=key)


def problem(response: Any) -> tuple[int, str]:
    """The status and the code of a problem document."""
    return response.status_code, response.json()["code"]
