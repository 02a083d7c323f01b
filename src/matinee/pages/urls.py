"""URLs of the web app, which match its routes (web/src/public/app/routes.tsx), and of the staff app."""

from django.urls import path, re_path

from matinee.pages import crawlers, views
from matinee.pages.posters import poster
from matinee.pages.service_worker import service_worker
from matinee.pages.staff_app import staff_app

app_name = "pages"

urlpatterns = [
    path("", views.whats_on, name="whats-on"),
    path("film/<int:film_id>", views.film, name="film"),
    path("show/<int:show_id>", views.show, name="show"),
    path("checkout", views.checkout, name="checkout"),
    path("ticket/<str:secret>", views.ticket, name="ticket"),
    path("find", views.find, name="find"),
    path("legal/<int:venue_id>/<str:kind>", views.legal, name="legal"),
    path("staff/invitation/<str:token>", staff_app, name="staff-invitation"),
    path("staff/setup/<str:token>", staff_app, name="staff-setup"),
    # Files have a dot.
    re_path(r"^staff(?:/[^.]*)?$", staff_app, name="staff"),
    path("sw.js", service_worker, name="service-worker"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    re_path(r"^posters/(?P<digest>[0-9a-f]{32})-(?P<width>320|640|1280)\.webp$", poster, name="poster"),
    # The API, the admin, the staff app and static files keep their own 404, even without a trailing slash.
    re_path(r"^(?!(?:api|admin|staff|static)(?:/|$)|healthz|readyz)", views.not_found, name="not-found"),
]
