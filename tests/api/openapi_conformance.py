"""Check that a response matches Matinee's OpenAPI document."""

import re
from functools import cache
from typing import Any

import orjson
from jsonschema import Draft202012Validator

from matinee.api.devices.schema import DeviceSchemaView
from matinee.api.framework.schema_views import DocumentView
from matinee.api.public.site.schema import SchemaView
from matinee.api.staff.site.schema import StaffSchemaView

STAFF, DEVICES = "/api/staff/", "/api/devices/"


def document(view: type[DocumentView] = SchemaView) -> dict[str, Any]:
    """Return the OpenAPI document of the public API, or that of another view."""
    return _parsed(view.document())


@cache
def _parsed(document: bytes) -> dict[str, Any]:
    value: dict[str, Any] = orjson.loads(document)
    return value


def document_of(path: str) -> dict[str, Any]:
    """Return the document that describes a path."""
    if path.startswith(DEVICES):
        return document(DeviceSchemaView)
    return document(StaffSchemaView if path.startswith(STAFF) else SchemaView)


def operation(method: str, path: str) -> dict[str, Any] | None:
    """Return the documented operation of a method and path, or None."""
    # OpenAPI matches addresses without parameters before those with some.
    paths = document_of(path)["paths"]
    for template, methods in sorted(paths.items(), key=lambda one: one[0].count("{")):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = methods.get(method.lower())
            return found
    return None


def assert_conforms(method: str, path: str, response: Any) -> None:
    """Assert that status, media type, headers and body are as documented, without cookies for moviegoers."""
    assert path.startswith(STAFF) or not response.cookies
    documented_operation = operation(method, path.split("?")[0])
    if documented_operation is None:
        return
    assert str(response.status_code) in documented_operation["responses"], response.status_code
    documented = documented_operation["responses"][str(response.status_code)]
    assert set(documented.get("headers", {})) <= set(response.headers)
    if "content" not in documented:
        assert response.content == b""
        return
    assert list(documented["content"]) == [response["Content-Type"].split(";")[0]]
    if "json" not in response["Content-Type"]:
        assert response.content
        return
    (media,) = documented["content"].values()
    schema = {**media["schema"], "components": document_of(path)["components"]}
    Draft202012Validator(schema).validate(response.json())
