"""The OpenAPI document, and the page that displays it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matinee.api.framework.schema_views import DocumentView


class SchemaView(DocumentView):
    """`/api/schema/`"""

    urlconf = "matinee.api.public.urls"


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`, for browsers. Nothing on it is inline or from another site."""
    return render(request, "api/docs.html")
