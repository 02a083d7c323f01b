"""The public addresses of the API."""

from django.urls import path

from matinee.api.public.holds.views import CurrentHoldView, ExtendLockView, LockSeatView, ReleaseLockView
from matinee.api.public.orders.file_views import CalendarView, TicketQrView, TicketsPdfView
from matinee.api.public.orders.page_views import (
    FindOrderView,
    OrderEmailView,
    OrderRefundView,
    OrderView,
)
from matinee.api.public.orders.views import BookSeatView
from matinee.api.public.payments.views import ConfigView, OrderPaymentView, StripeWebhookView
from matinee.api.public.programme.views import MoviesView, MovieView, ShowsView, VenuesView
from matinee.api.public.seat_map.events import ShowEventsView
from matinee.api.public.seat_map.views import AvailabilityView, BestSeatsView, HallLayoutView
from matinee.api.public.site.health import HealthView, ReadyView
from matinee.api.public.site.schema import SchemaView, docs
from matinee.api.public.terms.views import LegalPageView, VenueTermsView

urlpatterns = [
    # The most frequent ones first: each pattern before a match is tried.
    path("api/hall-layout/<str:show_id>/", HallLayoutView.as_view()),
    path("api/hall-layout/<str:show_id>/availability/", AvailabilityView.as_view()),
    path("api/lock-seat/", LockSeatView.as_view()),
    path("api/shows/", ShowsView.as_view()),
    path("api/shows/<str:show_id>/best-seats/", BestSeatsView.as_view()),
    path("api/shows/<str:show_id>/events/", ShowEventsView.as_view()),
    path("api/movies/", MoviesView.as_view()),
    path("api/movies/<str:movie_id>/", MovieView.as_view()),
    path("api/venues/", VenuesView.as_view()),
    path("api/venues/<str:venue_id>/terms/", VenueTermsView.as_view()),
    path("api/venues/<str:venue_id>/legal/<str:kind>/", LegalPageView.as_view()),
    path("api/extend-lock/", ExtendLockView.as_view()),
    path("api/release-lock/", ReleaseLockView.as_view()),
    path("api/holds/current/", CurrentHoldView.as_view()),
    path("api/book-seat/", BookSeatView.as_view()),
    path("api/orders/find/", FindOrderView.as_view()),
    path("api/orders/<str:secret>/", OrderView.as_view()),
    path("api/orders/<str:secret>/payment/", OrderPaymentView.as_view()),
    path("api/orders/<str:secret>/email/", OrderEmailView.as_view()),
    path("api/orders/<str:secret>/refund/", OrderRefundView.as_view()),
    path("api/orders/<str:secret>/tickets.pdf", TicketsPdfView.as_view()),
    path("api/orders/<str:secret>/calendar.ics", CalendarView.as_view()),
    path("api/orders/<str:secret>/tickets/<str:ticket_id>/qr.svg", TicketQrView.as_view()),
    path("api/payments/stripe/webhook/", StripeWebhookView.as_view()),
    path("api/config/", ConfigView.as_view()),
    path("api/schema/", SchemaView.as_view(), name="api-schema"),
    path("api/docs/", docs),
    path("healthz", HealthView.as_view()),
    path("readyz", ReadyView.as_view()),
]
