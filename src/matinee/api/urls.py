"""The addresses of the API, included at the root of the site."""

from django.urls import re_path

from matinee.api.devices.urls import urlpatterns as devices
from matinee.api.framework.views import NoSuchAddress
from matinee.api.public.urls import urlpatterns as public
from matinee.api.staff.urls import urlpatterns as staff

# The public ones first: each pattern before a match is tried.
urlpatterns = [*public, *staff, *devices, re_path(r"^api(?:/|$)", NoSuchAddress.as_view())]
