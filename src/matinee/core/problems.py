"""Problems: the errors that clients get as problem documents (RFC 9457).

Each problem is one class. It states its code, title, HTTP status and data; its docstring is its message.
Responses, the OpenAPI document, the live process and the web app's types are derived from the class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, dataclass_transform, get_origin, get_type_hints

from matinee.core.json_schema import matches

T = TypeVar("T")

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "/api/docs/#"
STANDARD_MEMBERS = ("type", "title", "status", "detail", "code")
"""The members of every problem document."""


@dataclass(frozen=True)
class Header:
    """Metadata of a field that is sent as this header, and is not in the document."""

    name: str


INTERNAL = object()
"""Metadata of a field that is not sent."""

Internal = Annotated[T, INTERNAL]
RetryAfter = Annotated[int, Header("Retry-After"), "The number of seconds to wait before the next request."]


@dataclass(frozen=True)
class Field:
    """A field of a problem's data."""

    kind: Any
    """Its type, with the metadata that describes it."""
    header: str | None
    """The header that it is sent as; None for a member of the document."""
    is_member: bool
    """Whether it is a member of the document."""
    is_required: bool
    """Whether it is always sent: a field with the default None is left out while it is None."""
    has_default: bool
    default: Any


@dataclass_transform(kw_only_default=True, eq_default=False)
class Problem(Exception):
    """The request cannot be carried out.

    A subclass sets `code`, `title` and `status`, and declares its data as annotated attributes, given as
    keyword arguments. A subclass of another problem may keep that problem's code: clients treat both alike.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]
    fields: ClassVar[Mapping[str, Field]] = {}
    by_name: ClassVar[dict[str, type["Problem"]]] = {}
    """All problems, by the name of the class."""

    def __init_subclass__(cls) -> None:
        """Read the declaration and register the class. Raises: TypeError, for a bad declaration."""
        super().__init_subclass__()
        cls.fields = _fields_of(cls)
        _check_declaration(cls)
        cls.by_name[cls.__name__] = cls

    def __init__(self, **data: Any) -> None:
        """Set the fields. Raises: TypeError, for data that is not as declared."""
        super().__init__(self.code)
        if unknown := data.keys() - self.fields.keys():
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}.")
        for name, field in self.fields.items():
            if name not in data and not field.has_default:
                raise TypeError(f"{type(self).__name__} needs {name}.")
            value = data.get(name, field.default)
            if not matches(value, field.kind):
                raise TypeError(f"{type(self).__name__}.{name} cannot be {value!r}.")
            setattr(self, name, value)

    @property
    def detail(self) -> str:
        """The message for people: the first paragraph of the docstring."""
        return " ".join((type(self).__doc__ or "").split("\n\n")[0].split())

    @property
    def data(self) -> dict[str, Any]:
        """The members of the document that this problem adds to the standard ones."""
        values = {name: getattr(self, name) for name, field in self.fields.items() if field.is_member}
        return {
            name: value
            for name, value in values.items()
            if value is not None or self.fields[name].is_required
        }

    def document(self) -> dict[str, Any]:
        """The problem document, to be written as JSON. Dates and times are `datetime`."""
        return {
            "type": f"{TYPE_PREFIX}{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.data,
        }

    def headers(self) -> dict[str, str]:
        """The headers that belong to the problem, such as Retry-After."""
        values = {field.header: getattr(self, name) for name, field in self.fields.items() if field.header}
        return {header: str(value) for header, value in values.items() if value is not None}


def _fields_of(cls: type[Problem]) -> dict[str, Field]:
    hints = get_type_hints(cls, include_extras=True)
    return {
        name: _field_of(cls, name, kind) for name, kind in hints.items() if get_origin(kind) is not ClassVar
    }


def _field_of(cls: type[Problem], name: str, kind: Any) -> Field:
    metadata = kind.__metadata__ if get_origin(kind) is Annotated else ()
    header = next((one.name for one in metadata if isinstance(one, Header)), None)
    default = getattr(cls, name, None)
    return Field(
        kind=kind,
        header=header,
        is_member=header is None and INTERNAL not in metadata,
        is_required=not hasattr(cls, name) or default is not None,
        has_default=hasattr(cls, name),
        default=default,
    )


def _check_declaration(cls: type[Problem]) -> None:
    if missing := [name for name in ("code", "title", "status") if not hasattr(cls, name)]:
        raise TypeError(f"{cls.__name__} needs {', '.join(missing)}.")
    if not cls.__doc__:
        raise TypeError(f"{cls.__name__} needs a docstring: its message.")
    if reserved := cls.fields.keys() & {*STANDARD_MEMBERS, "data", "document", "headers", "fields"}:
        raise TypeError(f"{cls.__name__} cannot have a field {', '.join(sorted(reserved))}.")
    if cls.__name__ in Problem.by_name:
        raise TypeError(f"There are two problems {cls.__name__}.")
    for other in Problem.by_name.values():
        if other.code == cls.code and not _share_code(cls, other):
            raise TypeError(f"{cls.__name__} has the code of {other.__name__}: {cls.code}.")


def _share_code(one: type[Problem], other: type[Problem]) -> bool:
    """Whether both got their code from the same class, and so have one status."""
    return _owner(one) is _owner(other) and one.status == other.status


def _owner(cls: type[Problem]) -> type[Any]:
    return next(base for base in cls.__mro__ if "code" in vars(base))


class TooManyRequests(Problem):
    """Too many requests come from your address. Try again in a moment."""

    code = "too-many-requests"
    title = "Too many requests"
    status = 429

    retry_after: RetryAfter


class Busy(Problem):
    """Many people want these seats right now. Try again in a moment; nothing has changed."""

    code = "busy"
    title = "Busy"
    status = 503

    retry_after: RetryAfter = 1


class Invalid(Problem):
    """The request is malformed. Each field in `errors` says what is wrong with it."""

    code = "invalid"
    title = "Invalid request"
    status = 400

    errors: Annotated[
        dict[str, list[str]],
        "What is wrong, by field, parameter or header; `body` for the body as a whole.",
    ]


class NotFound(Problem):
    """There is nothing at this address. The addresses of the API end with a slash."""

    code = "not-found"
    title = "Not found"
    status = 404


class MethodNotAllowed(Problem):
    """This address does not support this method. The Allow header lists the methods that it supports."""

    code = "method-not-allowed"
    title = "Method not allowed"
    status = 405

    allow: Annotated[str | None, Header("Allow")] = None
