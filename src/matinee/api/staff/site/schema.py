"""The OpenAPI document of the endpoints for staff."""

from matinee.api.framework.schema_views import DocumentView

INTRODUCTION = """\
What the staff app and the programs of a cinema use. A person signs in with a session and sends its CSRF \
token as `X-CSRFToken`. A program sends an API key as `Authorization: Bearer …`, without cookie and CSRF \
token. Conventions and problem documents are those of the public API.

"""

SETTINGS = {
    "TITLE": "Matinee for staff",
    "DESCRIPTION": INTRODUCTION,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            "api_key": {"type": "http", "scheme": "bearer"},
        }
    },
}


class StaffSchemaView(DocumentView):
    """`/api/staff/schema/`"""

    urlconf = "matinee.api.staff.urls"
    document_settings = SETTINGS
