"""Requests and responses of the settings of cinemas."""

from datetime import datetime
from typing import Annotated, TypedDict

from rest_framework import serializers

from matinee.api.framework.fields import (
    AmountField,
    EmailField,
    IdField,
    LanguageField,
    StrictBooleanField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.shapes import Money, PageShape
from matinee.api.staff.venues.fields import (
    ClockTimeField,
    LongTextField,
    NamesField,
    OpeningHoursField,
    WholeNumberField,
)
from matinee.checkout.models import LegalKind
from matinee.checkout.models.legal_page import MAX_TEXT_LENGTH
from matinee.checkout.models.seller import MAX_REFUNDABLE_MINUTES
from matinee.core import email_address, single_line, web_address
from matinee.core.json_schema import Id, Keywords, OneOf
from matinee.opening.models import MailTestStatus
from matinee.opening.rules import Requirement
from matinee.venues.models import MAX_PHONE_LENGTH
from matinee.venues.opening_hours import OpenTime

MAX_CODE_LENGTH = 50
MAX_LEGAL_PAGES = 20

Country = Annotated[str, "ISO 3166; empty where it is not known."]
LocalTime = Annotated[str, "On the cinema's clock.", Keywords(examples=["2026-12-05T20:15"])]
LegalKindName = Annotated[str, OneOf("LegalKindName", *LegalKind.values)]


class SellerRequest(StrictSerializer):
    """The company that sells the tickets. Receipts that it has given keep its former name and number."""

    legal_name = TextField(max_length=single_line.MAX_LENGTH)
    tax_number = TextField(max_length=single_line.MAX_LENGTH, allow_blank=True, default="")


class LegalPageRequest(StrictSerializer):
    """A legal page in one language: its text or its address. With neither, the page is removed."""

    kind = serializers.ChoiceField(choices=LegalKind.values)
    language = LanguageField()
    text = LongTextField(max_length=MAX_TEXT_LENGTH, default="")
    url = TextField(max_length=web_address.MAX_LENGTH, allow_blank=True, default="")


class VenueFields(StrictSerializer):
    """What new and changed cinemas have in common."""

    region = TextField(max_length=MAX_CODE_LENGTH, allow_blank=True, required=False, help_text="ISO 3166-2.")
    day_starts_at = ClockTimeField(required=False)
    seat_type_names = NamesField(required=False)
    format_names = NamesField(required=False)
    phone = TextField(max_length=MAX_PHONE_LENGTH, allow_blank=True, required=False)
    email = EmailField(max_length=email_address.MAX_LENGTH, allow_blank=True, required=False)
    website = TextField(max_length=web_address.MAX_LENGTH, allow_blank=True, required=False)
    opening_hours = OpeningHoursField(required=False)
    seller = SellerRequest(required=False)
    ticket_tax_rate = AmountField(required=False, help_text="Per cent, included in every price.")
    refundable_until_minutes = WholeNumberField(
        min_value=0,
        max_value=MAX_REFUNDABLE_MINUTES,
        allow_null=True,
        required=False,
        help_text="Before the show, by the customer; null for never.",
    )
    refund_limit = AmountField(
        allow_null=True, required=False, help_text="What a cashier refunds of an order; null for no limit."
    )
    legal_pages = serializers.ListField(child=LegalPageRequest(), max_length=MAX_LEGAL_PAGES, required=False)


class NewVenueRequest(VenueFields):
    """A new cinema."""

    name = TextField(max_length=single_line.MAX_LENGTH)
    address = TextField(max_length=single_line.MAX_LENGTH, help_text="The street and its number.")
    city = TextField(max_length=single_line.MAX_LENGTH)
    country = TextField(max_length=MAX_CODE_LENGTH, help_text="ISO 3166.")
    timezone = TextField(max_length=MAX_CODE_LENGTH, help_text="IANA.")
    currency = TextField(max_length=MAX_CODE_LENGTH, help_text="ISO 4217.")


class VenueChanges(VenueFields):
    """What changes. `version` is that of the state that the change was made from."""

    version = IdField()
    dry_run = StrictBooleanField(default=False, help_text="Check the change and list its impact only.")
    confirm = StrictBooleanField(default=False, help_text="Change local times of shows that are planned.")
    name = TextField(max_length=single_line.MAX_LENGTH, required=False)
    address = TextField(max_length=single_line.MAX_LENGTH, required=False)
    city = TextField(max_length=single_line.MAX_LENGTH, required=False)
    country = TextField(max_length=MAX_CODE_LENGTH, required=False)
    timezone = TextField(max_length=MAX_CODE_LENGTH, required=False)
    currency = TextField(max_length=MAX_CODE_LENGTH, required=False)


class SellerShape(TypedDict):
    """The company that sells the tickets."""

    legal_name: str
    tax_number: str


class OwnLegalPageShape(TypedDict):
    """A legal page in one language: its text, or its address on another site."""

    kind: LegalKindName
    language: str
    text: str
    url: str


class ManagedVenueShape(TypedDict):
    """A cinema that you manage, in a list."""

    id: Id
    name: str
    city: str
    country: Country
    timezone: str
    currency: str


class ManagedVenuePageShape(PageShape):
    """A page of cinemas, by name."""

    results: list[ManagedVenueShape]


class VenueSettingsShape(ManagedVenueShape):
    """All settings of a cinema."""

    version: int
    address: str
    region: str
    currency_fixed: Annotated[bool, "Whether tickets were sold, after which the currency stays."]
    day_starts_at: str
    seat_type_names: dict[str, dict[str, str]]
    format_names: dict[str, dict[str, str]]
    phone: str
    email: str
    website: str
    opening_hours: list[OpenTime]
    seller: SellerShape | None
    ticket_tax_rate: Annotated[str | None, "Per cent; null without a seller."]
    refundable_until_minutes: int | None
    refund_limit: Money | None
    legal_pages: list[OwnLegalPageShape]


class PlacementShape(TypedDict):
    """When a show starts."""

    starts_at: LocalTime
    day: Annotated[str, "The business day.", Keywords(format="date")]


class MovedShowShape(TypedDict):
    """A show whose local time or business day changes. Its moment stays."""

    show_id: Id
    title: str
    hall: str
    before: PlacementShape
    after: PlacementShape


class ImpactShape(TypedDict):
    """The coming shows that a change moves: their number, and the first fifty."""

    total: int
    shows: list[MovedShowShape]


class ChangedVenueShape(VenueSettingsShape):
    """The settings, unchanged after a dry run, and what the change does to coming shows."""

    impact: ImpactShape


class RequirementShape(TypedDict):
    """Something that the cinema needs before it sells online."""

    code: Annotated[str, OneOf("RequirementCode", *Requirement.values)]
    done: bool
    text: Annotated[str, "What is there, or what to do, in the language of Accept-Language."]
    screen: Annotated[str, "The path in the staff app; empty where the settings of the server decide."]


class ReadinessShape(TypedDict):
    """What a cinema needs before it sells online, in the order of the work."""

    missing: int
    requirements: list[RequirementShape]


class VenueChoicesShape(TypedDict):
    """The values that the settings accept."""

    countries: list[str]
    currencies: list[str]
    usual_currencies: Annotated[dict[str, str], "By country: what a form suggests."]
    time_zones: list[str]
    languages: Annotated[list[str], "Of the site."]


class MailTestShape(TypedDict):
    """Your last test email."""

    status: Annotated[str, OneOf("MailTestStatus", *MailTestStatus.values)]
    error: Annotated[str, "Class and code of the error; empty without one."]
    created_at: datetime
    ended_at: datetime | None


class EmailSettingsShape(TypedDict):
    """How the site sends email. The settings of the server decide."""

    sends_email: Annotated[bool, "Whether there is a mail server."]
    sender: str
    test: MailTestShape | None


class PaymentSettingsShape(TypedDict):
    """The provider of online payments. The settings of the server decide."""

    sells_online: bool
    provider: Annotated[str | None, "Null where tickets are sold at the counter only."]
    is_test: Annotated[bool, "Whether payments move no money."]
    last_paid_at: datetime | None
    last_declined_at: datetime | None
    undecided: Annotated[int, "Payments that the provider has not decided for ten minutes."]
