"""Whether an answer is one that our own OpenAPI document promises."""

import re
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator


@cache
def document() -> dict[str, Any]:
    """The schema as `/api/schema/` gives it."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def operation(method: str, path: str) -> dict[str, Any] | None:
    """What the document says about a method at an address; None for nothing."""
    for template, methods in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = methods.get(method.lower())
            return found
    return None


def assert_promised(method: str, path: str, response: Any) -> None:
    """The status, the media type, the headers and the body are as documented, and there is no cookie."""
    assert not response.cookies
    described = operation(method, path.split("?")[0])
    if described is None:
        return
    assert str(response.status_code) in described["responses"], response.status_code
    promised = described["responses"][str(response.status_code)]
    assert set(promised.get("headers", {})) <= set(response.headers)
    if "content" not in promised:
        assert response.content == b""
        return
    assert list(promised["content"]) == [response["Content-Type"].split(";")[0]]
    if "json" not in response["Content-Type"]:
        assert response.content
        return
    (media,) = promised["content"].values()
    schema = {**media["schema"], "components": document()["components"]}
    Draft202012Validator(schema).validate(response.json())
