"""Reads forms with a file, of at most 10 MB, for addresses of staff. All other bodies are JSON."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from matinee.api.framework.bodies import MULTIPART, permit_to_read
from matinee.api.framework.errors import FileTooLarge
from matinee.api.framework.fields import StrictSerializer, digits
from matinee.api.framework.parsing import valid
from matinee.core.problems import Invalid

MAX_FILE_BYTES = 10 * 1024 * 1024

MAX_OTHER_BYTES = 16 * 1024
"""Of the form around the file: names, boundaries and short values."""


class UploadParser(BaseParser):
    """A form with a file. The parsed value maps each name to a text or a file."""

    media_type = MULTIPART

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002 - the framework's signature
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Read the body.

        Raises: FileTooLarge, Invalid, Busy.
        """
        request: HttpRequest = (parser_context or {})["request"]._request
        if (digits(request.META.get("CONTENT_LENGTH", "")) or 0) > MAX_FILE_BYTES + MAX_OTHER_BYTES:
            raise FileTooLarge
        with permit_to_read(request):
            body = stream.read()
        return _form(request, body)


class FileField(serializers.FileField):
    """The bytes of a file. Its name and the type that the client states are not used."""

    default_error_messages = {
        "invalid": gettext_lazy("This must be a file."),
        "empty": gettext_lazy("The file is empty."),
    }

    def to_internal_value(self, data: Any) -> Any:
        """Raises: ValidationError, FileTooLarge."""
        if not isinstance(data, UploadedFile):
            self.fail("invalid")
        content = data.read()
        if not content:
            self.fail("empty")
        if len(content) > MAX_FILE_BYTES:
            raise FileTooLarge
        return content


def read_upload(request: Request, shape: type[StrictSerializer]) -> dict[str, Any]:
    """The values of a form with a file, validated by `shape`.

    Raises: Invalid, FileTooLarge, UnsupportedMediaType.
    """
    if not request.content_type.startswith(MULTIPART):
        raise UnsupportedMediaType(request.content_type)
    return valid(shape(data=request.data))


class _InMemory(MemoryFileUploadHandler):
    """Keeps files of any size in memory: the body is there already, and its size is limited."""

    def handle_raw_input(self, *_args: Any, **_options: Any) -> None:
        """Always handle the file."""
        self.activated = True


def _form(request: HttpRequest, body: bytes) -> dict[str, Any]:
    try:
        texts, files = MultiPartParser(request.META, BytesIO(body), [_InMemory(request)]).parse()
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise Invalid(errors={"body": [_("This is no form with a file (multipart/form-data).")]}) from error
    form: dict[str, Any] = {}
    for name, values in [*texts.lists(), *files.lists()]:
        if len(values) > 1 or name in form:
            raise Invalid(errors={name: [_("This may be given only once.")]})
        form[name] = values[0]
    return form
