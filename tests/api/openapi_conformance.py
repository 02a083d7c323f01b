"""Check that a response matches Matinee's OpenAPI document."""

import re
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document that `/api/schema/` serves."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def operation(method: str, path: str) -> dict[str, Any] | None:
    """Return the documented operation of a method and path, or None."""
    for template, methods in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = methods.get(method.lower())
            return found
    return None


def assert_conforms(method: str, path: str, response: Any) -> None:
    """Assert that status, media type, headers and body are as documented, without cookies."""
    assert not response.cookies
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
    schema = {**media["schema"], "components": document()["components"]}
    Draft202012Validator(schema).validate(response.json())
