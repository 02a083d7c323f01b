"""Responses of a venue's terms."""

from typing import Annotated, TypedDict

from matinee.checkout.models import LegalKind
from matinee.core.json_schema import OneOf

KindOfLegalPage = Annotated[str, OneOf("LegalKind", *LegalKind.values)]


class LegalLinkShape(TypedDict):
    """A link to a legal page."""

    kind: KindOfLegalPage
    language: Annotated[str, "BCP 47."]
    url: Annotated[str, "Absolute, or `/legal/…` for a page of this site."]


class VenueTermsShape(TypedDict):
    """The terms of sale of a cinema."""

    refundable_until_minutes: Annotated[
        int | None, "Customers may refund tickets until so many minutes before the show; null for never."
    ]
    legal_pages: Annotated[list[LegalLinkShape], "Those that the cinema has."]


class TextBlockShape(TypedDict):
    """A part of a text."""

    heading: Annotated[bool, "Whether it is a heading; else it is a paragraph."]
    text: Annotated[str, "Plain text. A paragraph may have line breaks."]


class LegalPageShape(LegalLinkShape):
    """A legal page."""

    blocks: Annotated[list[TextBlockShape], "The text; empty if the page is on another site."]
    venue_name: str
