"""Problem documents in the OpenAPI document: one component per class, derived from the class."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import orjson
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from matinee.api.framework import errors
from matinee.core.json_schema import Schema, schema_of
from matinee.core.problems import (
    PROBLEM_JSON,
    STANDARD_MEMBERS,
    TYPE_PREFIX,
    Field,
    MethodNotAllowed,
    NotFound,
    Problem,
)

UNLISTED = (NotFound, MethodNotAllowed, errors.ServerFault)
"""Problems that no operation lists: they belong to the address, or to any operation."""

INTRODUCTION = """\
Seat booking for cinemas. Times are ISO 8601 with their offset, amounts are decimal strings beside an \
ISO 4217 currency, ids are integers. No cookies, no session: a `hold_token` gives access to its hold.

Every error is a problem document (RFC 9457). A request that gets one has changed nothing. Errors are \
distinguished by their `code`:

"""


def problem_responses(kinds: Collection[type[Problem]]) -> dict[tuple[int, str], OpenApiResponse]:
    """The error responses of an operation, by status."""
    by_status: dict[int, list[type[Problem]]] = defaultdict(list)
    for kind in kinds:
        by_status[kind.status].append(kind)
    return {(status, PROBLEM_JSON): _response(alike) for status, alike in sorted(by_status.items())}


def problem_headers(kinds: Collection[type[Problem]]) -> list[OpenApiParameter]:
    """The headers of an operation's error responses."""
    statuses: dict[str, set[int | str]] = defaultdict(set)
    schemas: dict[str, Schema] = {}
    for kind in kinds:
        for field in kind.fields.values():
            if field.header:
                statuses[field.header].add(kind.status)
                schemas[field.header] = schema_of(field.kind)
    return [
        OpenApiParameter(
            name,
            {key: value for key, value in schema.items() if key != "description"},
            OpenApiParameter.HEADER,
            description=schema.get("description", ""),
            response=sorted(statuses[name], key=str),
        )
        for name, schema in schemas.items()
    ]


def add_problems(result: Schema, **_context: Any) -> Schema:
    """A hook of the schema generator: add the components of the problems that operations refer to."""
    paths = json.dumps(result["paths"])
    used = [kind for kind in Problem.by_name.values() if f'/{component_name(kind)}"' in paths]
    introduction = result["info"].get("description") or INTRODUCTION
    result["info"]["description"] = introduction + _table([*used, *UNLISTED])
    schemas = result["components"]["schemas"] | {component_name(kind): problem_schema(kind) for kind in used}
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def problem_schema(kind: type[Problem]) -> Schema:
    """The JSON Schema of a problem's document."""
    members = {name: field for name, field in kind.fields.items() if field.is_member}
    return {
        "type": "object",
        "description": kind.__doc__,
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "const": f"{TYPE_PREFIX}{kind.code}"},
            "title": {"type": "string", "const": kind.title},
            "status": {"type": "integer", "const": kind.status},
            "detail": {"type": "string", "description": "For people."},
            "code": {"type": "string", "const": kind.code},
            **{name: _schema_of_member(field) for name, field in members.items()},
        },
        "required": [*STANDARD_MEMBERS, *(name for name, field in members.items() if field.is_required)],
    }


def problem_example(name: str, problem: Problem) -> OpenApiExample:
    """The document of a problem, as an example of a response."""
    return OpenApiExample(
        name,
        json.loads(orjson.dumps(problem.document())),
        response_only=True,
        status_codes=[str(problem.status)],
        media_type=PROBLEM_JSON,
    )


def component_name(kind: type[Problem]) -> str:
    """The name of the problem's component."""
    return f"{kind.__name__}Problem"


def _schema_of_member(field: Field) -> Schema:
    """A member with the default None is left out instead of null."""
    schema = schema_of(field.kind)
    if not field.is_required:
        (schema["type"],) = (one for one in schema["type"] if one != "null")
    return schema


def _table(kinds: Collection[type[Problem]]) -> str:
    rows = {f"| {kind.status} | `{kind.code}` | {_message(kind)} |" for kind in kinds}
    return "\n".join(["| Status | `code` | Meaning |", "|---|---|---|", *sorted(rows)])


def _message(kind: type[Problem]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _response(kinds: list[type[Problem]]) -> OpenApiResponse:
    refs: list[Schema] = [{"$ref": f"#/components/schemas/{component_name(kind)}"} for kind in kinds]
    schema = refs[0] if len(refs) == 1 else {"oneOf": refs}
    codes = dict.fromkeys(f"`{kind.code}`" for kind in kinds)
    return OpenApiResponse(schema, description=" · ".join(codes))
