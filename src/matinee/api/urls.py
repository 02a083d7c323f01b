"""The addresses of the API, to be included at the root of the site."""

from django.urls import path, re_path

from matinee.api.events import ShowEventsView
from matinee.api.health import HealthView, ReadyView
from matinee.api.holds import CurrentHoldView, ExtendLockView, LockSeatView, ReleaseLockView
from matinee.api.order_files import CalendarView, TicketQrView, TicketsPdfView
from matinee.api.order_page import FindOrderView, OrderRefundView, OrderView
from matinee.api.orders import BookSeatView
from matinee.api.payments import ConfigView, OrderPaymentView, StripeWebhookView
from matinee.api.programme import MoviesView, MovieView, ShowsView, VenuesView
from matinee.api.schema import SchemaView, docs
from matinee.api.seat_map import AvailabilityView, BestSeatsView, HallLayoutView
from matinee.api.views import NoSuchAddress

urlpatterns = [
    path("api/shows/", ShowsView.as_view()),
    path("api/shows/<str:show_id>/best-seats/", BestSeatsView.as_view()),
    path("api/shows/<str:show_id>/events/", ShowEventsView.as_view()),
    path("api/movies/", MoviesView.as_view()),
    path("api/movies/<str:movie_id>/", MovieView.as_view()),
    path("api/venues/", VenuesView.as_view()),
    path("api/hall-layout/<str:show_id>/", HallLayoutView.as_view()),
    path("api/hall-layout/<str:show_id>/availability/", AvailabilityView.as_view()),
    path("api/lock-seat/", LockSeatView.as_view()),
    path("api/extend-lock/", ExtendLockView.as_view()),
    path("api/release-lock/", ReleaseLockView.as_view()),
    path("api/holds/current/", CurrentHoldView.as_view()),
    path("api/book-seat/", BookSeatView.as_view()),
    path("api/orders/find/", FindOrderView.as_view()),
    path("api/orders/<str:secret>/", OrderView.as_view()),
    path("api/orders/<str:secret>/payment/", OrderPaymentView.as_view()),
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
    re_path(r"^api(?:/|$)", NoSuchAddress.as_view()),
]
