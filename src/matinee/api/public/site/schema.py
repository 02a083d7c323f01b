"""The schema of this API, and the page that makes it readable."""

from functools import cache

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import read_query
from matinee.api.framework.views import ApiView
from matinee.api.public.inputs import SchemaQuery


class SchemaView(ApiView):
    """`/api/schema/`"""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """Give the OpenAPI document: JSON, with `?format=json` too, which clients of DRF sites send."""
        read_query(request, SchemaQuery)
        return HttpResponse(_schema(), content_type=JSON, headers={"Cache-Control": "no-cache"})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`, for browsers; nothing on it is inline, nothing comes from elsewhere."""
    return render(request, "api/docs.html")


@cache
def _schema() -> bytes:
    # Half a second of work, and the same until the code changes.
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return orjson.dumps(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
