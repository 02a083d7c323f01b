"""The OpenAPI document of the endpoints for devices."""

from matinee.api.framework.schema_views import DocumentView

INTRODUCTION = """\
What tills and door scanners use. A device is paired once by a code, and then sends its token as \
`Authorization: Device <token>`. Conventions and problem documents are those of the public API.

"""

SETTINGS = {
    "TITLE": "Matinee for devices",
    "DESCRIPTION": INTRODUCTION,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "device": {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "The word `Device`, a space, and the token.",
            }
        }
    },
}


class DeviceSchemaView(DocumentView):
    """`/api/devices/schema/`"""

    urlconf = "matinee.api.devices.urls"
    document_settings = SETTINGS
