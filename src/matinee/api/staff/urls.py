"""The addresses under `/api/staff/`."""

from django.urls import path

from matinee.api.staff.approvals.views import ApprovalsView, BeginApprovalView
from matinee.api.staff.devices.views import ConfirmDeviceView, DevicesView, DeviceView
from matinee.api.staff.movies.views import AgeRatingsView, FilmImportView, FilmsView, FilmView, PosterView
from matinee.api.staff.opening.views import HallsView, SetUpView, StaffShowsView
from matinee.api.staff.orders.views import (
    AttendeesView,
    CustomerView,
    OrderRecordView,
    OrdersView,
    PrintView,
    RefundByStaffView,
    ResendView,
    RetryView,
    SettleView,
)
from matinee.api.staff.people.program_views import ApiKeysView, ApiKeyView, AuditView
from matinee.api.staff.people.views import (
    AcceptInvitationView,
    InvitationsView,
    PeopleView,
    PersonInvitationView,
    PersonPinView,
    PersonView,
    ReadInvitationView,
    RolesView,
)
from matinee.api.staff.prices.rule_views import (
    PriceGridView,
    PriceRuleOrderView,
    PriceRulesView,
    PriceRuleView,
)
from matinee.api.staff.prices.views import (
    ApplyPriceCardView,
    PriceCardPreviewView,
    PriceCardsView,
    PriceCardView,
    TicketTypePreviewView,
    TicketTypesView,
    TicketTypeView,
)
from matinee.api.staff.session.passkey_views import (
    BeginPasskeySignInView,
    BeginPasskeyView,
    PasskeySignInView,
    PasskeysView,
    PasskeyView,
    RemovePasskeyView,
)
from matinee.api.staff.session.password_views import PasswordView
from matinee.api.staff.session.pin_views import ApprovalPinView
from matinee.api.staff.session.views import SecondFactorView, SessionView
from matinee.api.staff.site.schema import StaffSchemaView
from matinee.api.staff.today.views import TodayView
from matinee.api.staff.venues.views import (
    EmailSettingsView,
    MailTestView,
    PaymentSettingsView,
    ReadinessView,
    VenueChoicesView,
    VenueSettingsView,
    VenuesView,
)

urlpatterns = [
    path("api/staff/session/", SessionView.as_view()),
    path("api/staff/session/second-factor/", SecondFactorView.as_view()),
    path("api/staff/session/passkey/", PasskeySignInView.as_view()),
    path("api/staff/session/passkey/begin/", BeginPasskeySignInView.as_view()),
    path("api/staff/session/passkeys/", PasskeysView.as_view()),
    path("api/staff/session/passkeys/begin/", BeginPasskeyView.as_view()),
    path("api/staff/session/passkeys/<str:passkey_id>/", PasskeyView.as_view()),
    path("api/staff/session/passkeys/<str:passkey_id>/remove/", RemovePasskeyView.as_view()),
    path("api/staff/session/password/", PasswordView.as_view()),
    path("api/staff/session/approval-pin/", ApprovalPinView.as_view()),
    path("api/staff/roles/", RolesView.as_view()),
    path("api/staff/people/", PeopleView.as_view()),
    path("api/staff/people/<str:person_id>/", PersonView.as_view()),
    path("api/staff/people/<str:person_id>/invitation/", PersonInvitationView.as_view()),
    path("api/staff/people/<str:person_id>/approval-pin/", PersonPinView.as_view()),
    path("api/staff/invitations/", InvitationsView.as_view()),
    path("api/staff/invitations/read/", ReadInvitationView.as_view()),
    path("api/staff/invitations/accept/", AcceptInvitationView.as_view()),
    path("api/staff/api-keys/", ApiKeysView.as_view()),
    path("api/staff/api-keys/<str:key_id>/", ApiKeyView.as_view()),
    path("api/staff/devices/", DevicesView.as_view()),
    path("api/staff/devices/<str:device_id>/", DeviceView.as_view()),
    path("api/staff/devices/<str:device_id>/confirm/", ConfirmDeviceView.as_view()),
    path("api/staff/approvals/", ApprovalsView.as_view()),
    path("api/staff/approvals/passkey/", BeginApprovalView.as_view()),
    path("api/staff/audit/", AuditView.as_view()),
    path("api/staff/age-ratings/", AgeRatingsView.as_view()),
    path("api/staff/movies/", FilmsView.as_view()),
    path("api/staff/movies/import/", FilmImportView.as_view()),
    path("api/staff/movies/<str:movie_id>/", FilmView.as_view()),
    path("api/staff/movies/<str:movie_id>/poster/", PosterView.as_view()),
    path("api/staff/orders/", OrdersView.as_view()),
    path("api/staff/orders/attendees/", AttendeesView.as_view()),
    path("api/staff/orders/<str:reference>/", OrderRecordView.as_view()),
    path("api/staff/orders/<str:reference>/resend/", ResendView.as_view()),
    path("api/staff/orders/<str:reference>/print/", PrintView.as_view()),
    path("api/staff/orders/<str:reference>/customer/", CustomerView.as_view()),
    path("api/staff/orders/<str:reference>/refund/", RefundByStaffView.as_view()),
    path("api/staff/orders/<str:reference>/settle/", SettleView.as_view()),
    path("api/staff/orders/<str:reference>/retry/", RetryView.as_view()),
    path("api/staff/today/", TodayView.as_view()),
    path("api/staff/setup/", SetUpView.as_view()),
    path("api/staff/venues/", VenuesView.as_view()),
    path("api/staff/venues/choices/", VenueChoicesView.as_view()),
    path("api/staff/venues/<str:venue_id>/", VenueSettingsView.as_view()),
    path("api/staff/venues/<str:venue_id>/readiness/", ReadinessView.as_view()),
    path("api/staff/venues/<str:venue_id>/email/", EmailSettingsView.as_view()),
    path("api/staff/venues/<str:venue_id>/test-email/", MailTestView.as_view()),
    path("api/staff/venues/<str:venue_id>/payments/", PaymentSettingsView.as_view()),
    path("api/staff/halls/", HallsView.as_view()),
    path("api/staff/shows/", StaffShowsView.as_view()),
    path("api/staff/ticket-types/", TicketTypesView.as_view()),
    path("api/staff/ticket-types/preview/", TicketTypePreviewView.as_view()),
    path("api/staff/ticket-types/<str:ticket_type_id>/", TicketTypeView.as_view()),
    path("api/staff/price-cards/", PriceCardsView.as_view()),
    path("api/staff/price-cards/preview/", PriceCardPreviewView.as_view()),
    path("api/staff/price-cards/<str:card_id>/", PriceCardView.as_view()),
    path("api/staff/price-cards/<str:card_id>/apply/", ApplyPriceCardView.as_view()),
    path("api/staff/price-rules/", PriceRulesView.as_view()),
    path("api/staff/price-rules/order/", PriceRuleOrderView.as_view()),
    path("api/staff/price-rules/grid/", PriceGridView.as_view()),
    path("api/staff/price-rules/<str:rule_id>/", PriceRuleView.as_view()),
    path("api/staff/schema/", StaffSchemaView.as_view()),
]
