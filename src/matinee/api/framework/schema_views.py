"""The OpenAPI documents."""

from threading import Lock
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from matinee.api.framework.fields import StrictSerializer
from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import read_query
from matinee.api.framework.views import ApiView


class SchemaQuery(StrictSerializer):
    """The format of the OpenAPI document."""

    format = serializers.ChoiceField(["json"], required=False)


_documents: dict[str, bytes] = {}
"""By module. Generating one takes half a second, and the result depends on the code alone."""


_generating = Lock()


class DocumentView(ApiView):
    """The OpenAPI document of the addresses in the module `urlconf`, with settings of its own."""

    urlconf: ClassVar[str]
    document_settings: ClassVar[dict[str, Any]] = {}

    @classmethod
    def document(cls) -> bytes:
        """The document as JSON."""
        # The settings are those of the process, so only one document is generated at a time.
        with _generating:
            return cls._generated()

    @classmethod
    def _generated(cls) -> bytes:
        if cls.urlconf not in _documents:
            with patched_settings(cls.document_settings):
                generator = SchemaGenerator(urlconf=cls.urlconf)  # type: ignore[no-untyped-call]
                document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
            _documents[cls.urlconf] = orjson.dumps(document)
        return _documents[cls.urlconf]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """Get the OpenAPI document: JSON, also with `?format=json`, which clients of DRF sites send."""
        read_query(request, SchemaQuery)
        return HttpResponse(self.document(), content_type=JSON, headers={"Cache-Control": "no-cache"})
