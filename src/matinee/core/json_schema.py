"""The JSON Schema of Python types, and whether a value is of such a type.

Types: `bool`, `int`, `float`, `str`, `datetime`, `list[T]`, `dict[str, T]`, `T | None`, `Any` and typed
dicts. The metadata of `Annotated[T, …]` adds to the schema of T: a string is the description; `Keywords` and
`OneOf` see below.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]


class Keywords:
    """Metadata: further keywords of the schema, such as `pattern`."""

    def __init__(self, **keywords: Any) -> None:
        """Take the keywords."""
        self.schema: Schema = keywords


class OneOf:
    """Metadata of a string: it is one of these values. The name is that of its component."""

    def __init__(self, name: str, *values: str) -> None:
        """Take the name and the values."""
        self.name = name
        self.schema: Schema = {"type": "string", "enum": [*values]}


MAX_ID = 2**63 - 1
"""The largest value of PostgreSQL's bigint."""

ID_SCHEMA: Schema = {"type": "integer", "format": "int64", "minimum": 1, "maximum": MAX_ID}

Id = Annotated[int, Keywords(**ID_SCHEMA)]
"""The primary key of a row."""

SCALARS: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number", "format": "double"},
    str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
}


Refer = Callable[[Any], Schema]
"""Gives the schema of a typed dict or a `OneOf`, such as a reference to a component."""


def schema_of(kind: Any, refer: Refer | None = None) -> Schema:
    """The schema of a type. Typed dicts and the values of `OneOf` are described by `refer`, or in place.

    Raises: TypeError, for a type that is not listed above.
    """
    inner = get_args(kind)
    origin = get_origin(kind)
    if origin is Annotated:
        return _with_metadata(schema_of(inner[0], refer), kind.__metadata__, refer)
    if origin in {Union, UnionType}:
        (one,) = (option for option in inner if option is not NoneType)
        return _or_null(schema_of(one, refer))
    if origin is list:
        return {"type": "array", "items": schema_of(inner[0], refer)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(inner[1], refer)}
    if is_typeddict(kind):
        return refer(kind) if refer else typed_dict_schema(kind)
    if kind is Any:
        return {}
    if kind in SCALARS:
        return dict(SCALARS[kind])
    raise TypeError(f"{kind} has no JSON Schema.")


def typed_dict_schema(kind: Any, refer: Refer | None = None) -> Schema:
    """The schema of a typed dict, described by its docstring."""
    members = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "description": cleandoc(kind.__doc__ or ""),
        "properties": {name: schema_of(_without_mark(one), refer) for name, one in members.items()},
        "required": sorted(kind.__required_keys__),
    }


def _without_mark(kind: Any) -> Any:
    """The type without `NotRequired`."""
    return get_args(kind)[0] if get_origin(kind) is NotRequired else kind


def matches(value: Any, kind: Any) -> bool:
    """Whether `value` is of the type. Numbers and strings are not checked for their ranges and patterns."""
    inner = get_args(kind)
    origin = get_origin(kind)
    if origin is Annotated:
        return matches(value, inner[0])
    if origin in {Union, UnionType}:
        return any(matches(value, option) for option in inner)
    if origin is list:
        return isinstance(value, list) and all(matches(one, inner[0]) for one in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            isinstance(name, str) and matches(one, inner[1]) for name, one in value.items()
        )
    if is_typeddict(kind):
        return isinstance(value, dict) and _has_members(value, kind)
    if kind is Any:
        return True
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def _has_members(value: dict[str, Any], kind: Any) -> bool:
    members = _types_of_members(kind)
    return kind.__required_keys__ <= value.keys() <= members.keys() and all(
        matches(one, members[name]) for name, one in value.items()
    )


@cache
def _types_of_members(kind: Any) -> dict[str, Any]:
    """The types without their metadata. Cached, since reading them takes longer than a check."""
    return get_type_hints(kind)


def _with_metadata(schema: Schema, metadata: tuple[Any, ...], refer: Refer | None) -> Schema:
    for one in metadata:
        if isinstance(one, OneOf):
            schema = refer(one) if refer else one.schema
        elif isinstance(one, str | Keywords):
            plain = {"allOf": [schema]} if "$ref" in schema else schema
            schema = {**plain, **({"description": one} if isinstance(one, str) else one.schema)}
    return schema


def _or_null(schema: Schema) -> Schema:
    if "type" not in schema or "enum" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}
