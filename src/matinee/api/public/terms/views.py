"""Endpoints of a venue's terms of sale and legal pages."""

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from matinee.api.framework.documentation import ETAG, IF_NONE_MATCH, documented
from matinee.api.framework.fields import LanguageQuery
from matinee.api.framework.parsing import read_query, venue_id_of_path
from matinee.api.framework.reads import A_MINUTE, public
from matinee.api.framework.views import ApiView
from matinee.api.public.terms.shapes import (
    LegalLinkShape,
    LegalPageShape,
    VenueTermsShape,
)
from matinee.checkout.errors import LegalPageNotFound
from matinee.checkout.legal import FALLBACK_LANGUAGE, legal_page, public_terms
from matinee.checkout.models import LegalKind, LegalPage
from matinee.core.json_schema import ID_SCHEMA
from matinee.core.text_blocks import text_blocks
from matinee.venues.errors import VenueNotFound

VENUE_ID = OpenApiParameter("venue_id", ID_SCHEMA, OpenApiParameter.PATH)
KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=LegalKind.values)
TAGGED = [IF_NONE_MATCH, ETAG]


class VenueTermsView(ApiView):
    """`/api/venues/{venue_id}/terms/`"""

    @documented(
        "get_venue_terms",
        tag="Programme",
        response=VenueTermsShape,
        query=LanguageQuery,
        errors=[VenueNotFound],
        parameters=[VENUE_ID, *TAGGED],
    )
    def get(self, request: Request, venue_id: str) -> HttpResponseBase:
        """Get the terms of sale of a cinema.

        Until when customers may refund tickets, and links to the cinema's legal pages.
        """
        language = read_query(request, LanguageQuery).get("lang", FALLBACK_LANGUAGE)
        terms = public_terms(venue_id_of_path(venue_id), language)
        body: VenueTermsShape = {
            "refundable_until_minutes": terms.refundable_until_minutes,
            "legal_pages": [_link_json(page) for page in terms.pages],
        }
        return public(request, body, cache=A_MINUTE)


class LegalPageView(ApiView):
    """`/api/venues/{venue_id}/legal/{kind}/`"""

    @documented(
        "get_legal_page",
        tag="Programme",
        response=LegalPageShape,
        query=LanguageQuery,
        errors=[LegalPageNotFound],
        parameters=[VENUE_ID, KIND, *TAGGED],
    )
    def get(self, request: Request, venue_id: str, kind: str) -> HttpResponseBase:
        """Get a legal page of a cinema."""
        language = read_query(request, LanguageQuery).get("lang", FALLBACK_LANGUAGE)
        page = legal_page(venue_id_of_path(venue_id, LegalPageNotFound), kind, language)
        body: LegalPageShape = {
            **_link_json(page),
            "blocks": [{"heading": block.heading, "text": block.text} for block in text_blocks(page.text)],
            "venue_name": page.venue.name,
        }
        return public(request, body, cache=A_MINUTE)


def _link_json(page: LegalPage) -> LegalLinkShape:
    return {"kind": page.kind, "language": page.language, "url": page.public_url}
