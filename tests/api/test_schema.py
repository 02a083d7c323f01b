"""GET /api/schema/ and /api/docs/: the OpenAPI document and its pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from matinee.api.framework.schema_views import DocumentView
from matinee.api.public.site.schema import SchemaView
from matinee.api.staff.site.schema import StaffSchemaView
from tests.api.client import Api, assert_invalid
from tests.api.openapi_conformance import document

ENDPOINTS = {
    ("get", "/api/shows/"),
    ("get", "/api/shows/{show_id}/best-seats/"),
    ("get", "/api/shows/{show_id}/events/"),
    ("get", "/api/movies/"),
    ("get", "/api/movies/{movie_id}/"),
    ("get", "/api/venues/"),
    ("get", "/api/venues/{venue_id}/terms/"),
    ("get", "/api/venues/{venue_id}/legal/{kind}/"),
    ("get", "/api/hall-layout/{show_id}/"),
    ("get", "/api/hall-layout/{show_id}/availability/"),
    ("post", "/api/lock-seat/"),
    ("post", "/api/extend-lock/"),
    ("post", "/api/release-lock/"),
    ("post", "/api/book-seat/"),
    ("get", "/api/holds/current/"),
    ("post", "/api/orders/find/"),
    ("get", "/api/orders/{secret}/"),
    ("post", "/api/orders/{secret}/email/"),
    ("get", "/api/orders/{secret}/payment/"),
    ("post", "/api/orders/{secret}/payment/"),
    ("post", "/api/orders/{secret}/refund/"),
    ("get", "/api/orders/{secret}/tickets.pdf"),
    ("get", "/api/orders/{secret}/calendar.ics"),
    ("get", "/api/orders/{secret}/tickets/{ticket_id}/qr.svg"),
    ("post", "/api/payments/stripe/webhook/"),
    ("get", "/api/config/"),
    ("get", "/healthz"),
    ("get", "/readyz"),
}
COPIES = Path(__file__).resolve().parents[2] / "web" / "src" / "api"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "name", "options"),
    [
        (SchemaView, "openapi.json", {}),
        (
            StaffSchemaView,
            "staff-openapi.json",
            {"custom_settings": "matinee.api.staff.site.schema.SETTINGS"},
        ),
    ],
)
def test_it_is_valid_openapi_3_1_and_the_web_apps_types_come_from_it(
    view: type[DocumentView], name: str, options: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / name
    options |= {"format": "openapi-json", "file": str(file), "urlconf": view.urlconf}
    call_command("spectacular", validate=True, fail_on_warn=True, **options)
    assert (COPIES / name).read_text() == file.read_text(), "Run `make schema`."
    assert json.loads(file.read_text()) == document(view)
    assert document(view)["openapi"].startswith("3.1")


def test_it_is_served_as_json(api: Api) -> None:
    response = api.get("/api/schema/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == json.loads(json.dumps(document()))


def test_it_contains_every_endpoint() -> None:
    found = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    assert found == ENDPOINTS


@pytest.mark.parametrize(("query", "status"), [("?format=json", 200), ("?format=yaml", 400), ("?a=b", 400)])
def test_the_usual_format_parameter(api: Api, query: str, status: int) -> None:
    response = api.get(f"/api/schema/{query}")
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "application/json"
        assert response.json() == api.get("/api/schema/").json()
    else:
        assert_invalid(response, query[1:].partition("=")[0])


def test_it_names_its_server_and_the_security_of_every_operation() -> None:
    assert [server["url"] for server in document()["servers"]] == ["/"]
    for methods in document()["paths"].values():
        for operation in methods.values():
            assert operation["security"] == []


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ({"seat_id": 1}, True),
        ({"seat_ids": [1, 2]}, True),
        ({"seat_id": 1, "hold_token": "t"}, True),
        ({}, False),
        ({"seat_id": 1, "seat_ids": [2]}, False),
        ({"seat_ids": []}, False),
        ({"seat_id": 1, "price": "1.00"}, False),
    ],
)
def test_the_body_of_lock_seat_has_two_forms(body: dict[str, Any], is_valid: bool) -> None:
    assert is_body_of("LockSeatRequest", {"show_id": 1, **body}) is is_valid
    assert document()["paths"]["/api/lock-seat/"]["post"]["requestBody"]["required"] is True


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ({}, True),
        ({"seat_id": 1}, True),
        ({"seat_ids": [1, 2]}, True),
        ({"seat_id": 1, "seat_ids": [2]}, False),
        ({"price": "1.00"}, False),
    ],
)
def test_the_body_of_release_lock_names_seats_one_way(body: dict[str, Any], is_valid: bool) -> None:
    assert is_body_of("ReleaseLockRequest", {"hold_token": "t", **body}) is is_valid


def is_body_of(component: str, body: dict[str, Any]) -> bool:
    from jsonschema import Draft202012Validator

    schema = {"$ref": f"#/components/schemas/{component}", "components": document()["components"]}
    return bool(Draft202012Validator(schema).is_valid(body))


@pytest.mark.parametrize("view", [SchemaView, StaffSchemaView])
def test_every_operation_is_described(view: type[DocumentView]) -> None:
    for methods in document(view)["paths"].values():
        for operation in methods.values():
            assert operation["operationId"]
            assert operation["summary"]
            assert operation["description"]
            assert all(response["description"] for response in operation["responses"].values())
            assert {"400", "406", "503"} <= operation["responses"].keys()


@pytest.mark.parametrize("path", ["lock-seat", "book-seat"])
def test_examples_are_valid(path: str) -> None:
    from jsonschema import Draft202012Validator

    operation = document()["paths"][f"/api/{path}/"]["post"]
    bodies = [operation["requestBody"], *operation["responses"].values()]
    examples = 0
    for media in (media for body in bodies for media in body["content"].values()):
        schema = {**media["schema"], "components": document()["components"]}
        for example in media.get("examples", {}).values():
            Draft202012Validator(schema).validate(example["value"])
            examples += 1
    assert examples >= 3


@pytest.mark.django_db
def test_docs_use_no_other_server() -> None:
    client = Client()
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert not page.cookies
    text = page.content.decode()
    assert "//" not in text.replace("<!doctype", "")
    assert "<style" not in text
    assert "<script>" not in text
    for address in text.split('"'):
        if address.startswith("/"):
            served = client.get(address)
            assert served.status_code == 200, address
            served.close()
