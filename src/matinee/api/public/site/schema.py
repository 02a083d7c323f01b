"""The OpenAPI document, and the page that displays it."""

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
from matinee.api.public.site.shapes import SchemaQuery


class SchemaView(ApiView):
    """`/api/schema/`"""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """Get the OpenAPI document: JSON, also with `?format=json`, which clients of DRF sites send."""
        read_query(request, SchemaQuery)
        return HttpResponse(_schema(), content_type=JSON, headers={"Cache-Control": "no-cache"})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`, for browsers. Nothing on it is inline or from another site."""
    return render(request, "api/docs.html")


@cache
def _schema() -> bytes:
    # Generating it takes half a second, and the result depends on the code alone.
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return orjson.dumps(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
