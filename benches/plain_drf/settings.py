"""Matinee's settings, with plain DRF in place of its own API."""

from matinee.server.config.settings import *  # noqa: F403

ROOT_URLCONF = "benches.plain_drf.urls"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
