"""The shapes of responses: typed dicts, from which both the type checker and the OpenAPI document work.

A shape's docstring and the metadata of its members are their descriptions. `MovieShape` is the component
`Movie`.
"""

import json
import re
from typing import Annotated, Any, TypedDict

from matinee.core.json_schema import Keywords, OneOf, Schema, schema_of, typed_dict_schema

Money = Annotated[str, Keywords(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["12.50"])]
"""An amount with as many digits as the currency has."""

Currency = Annotated[str, Keywords(pattern="^[A-Z]{3}$", examples=["EUR"])]
"""ISO 4217."""


Country = Annotated[str, Keywords(pattern="^[A-Z]{2}$", examples=["DE"])]
"""ISO 3166."""


class PageShape(TypedDict):
    """The links of a page of a long list."""

    next: Annotated[str | None, "The page after this one.", Keywords(format="uri")]
    previous: Annotated[str | None, "The page before this one.", Keywords(format="uri")]


REFERENCE = "#/components/schemas/"

_components: dict[str, Any] = {}
"""The typed dicts and `OneOf` that were referred to, by the name of the component."""


def response_schema(shape: Any) -> Schema:
    """The schema of a response's body: a reference to the component of its shape."""
    return schema_of(shape, _refer)


def add_shapes(result: Schema, **_context: Any) -> Schema:
    """A hook of the schema generator: add the components that operations and other components refer to."""
    schemas: dict[str, Schema] = {}
    while missing := (_names_in(result["paths"], schemas) & _components.keys()) - schemas.keys():
        for name in missing:
            schemas[name] = _component(_components[name])
    result["components"]["schemas"] = dict(sorted({**result["components"]["schemas"], **schemas}.items()))
    return result


def _refer(kind: Any) -> Schema:
    name = kind.name if isinstance(kind, OneOf) else kind.__name__.removesuffix("Shape")
    if _components.setdefault(name, kind) is not kind:
        raise TypeError(f"There are two components {name}.")
    return {"$ref": f"{REFERENCE}{name}"}


def _names_in(*documents: Any) -> set[str]:
    """The names of the components that these documents refer to."""
    return set(re.findall(rf'"{REFERENCE}(\w+)"', json.dumps(documents)))


def _component(kind: Any) -> Schema:
    return kind.schema if isinstance(kind, OneOf) else typed_dict_schema(kind, _refer)
