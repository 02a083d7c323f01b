"""The addresses of the web app; the app's own routes (web/src/app/routes.tsx) are the same."""

from django.urls import path, re_path

from matinee.pages import views

app_name = "pages"

urlpatterns = [
    path("", views.app, name="whats-on"),
    path("show/<int:show_id>", views.app, name="show"),
    path("checkout", views.app, name="checkout"),
    path("ticket/<str:secret>", views.app, name="ticket"),
    # What belongs to others keeps its own answer, a slash forgotten at its end included.
    re_path(r"^(?!(?:api|admin|static)(?:/|$)|healthz|readyz)", views.not_found, name="not-found"),
]
