"""GET /api/schema/ and /api/docs/: the contract in a form that machines and people read."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.api.agreement import document
from tests.api.client import Api

PROMISED = {
    ("get", "/api/shows/"),
    ("get", "/api/shows/{show_id}/best-seats/"),
    ("get", "/api/shows/{show_id}/events/"),
    ("get", "/api/movies/"),
    ("get", "/api/movies/{movie_id}/"),
    ("get", "/api/venues/"),
    ("get", "/api/hall-layout/{show_id}/"),
    ("get", "/api/hall-layout/{show_id}/availability/"),
    ("post", "/api/lock-seat/"),
    ("post", "/api/extend-lock/"),
    ("post", "/api/release-lock/"),
    ("post", "/api/book-seat/"),
    ("get", "/api/holds/current/"),
    ("post", "/api/orders/find/"),
    ("get", "/api/orders/{secret}/"),
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
COPY = Path(__file__).resolve().parents[2] / "web" / "src" / "api" / "openapi.json"


def test_it_is_valid_openapi_3_1_without_warnings(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(file))
    assert json.loads(file.read_text()) == json.loads(json.dumps(document()))
    assert document()["openapi"].startswith("3.1")


def test_the_web_app_types_come_from_this_schema(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    call_command("spectacular", format="openapi-json", file=str(file))
    assert COPY.read_text() == file.read_text(), "Run `make schema`."


def test_it_is_served_as_json(api: Api) -> None:
    response = api.get("/api/schema/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == json.loads(json.dumps(document()))


def test_every_endpoint_is_in_it() -> None:
    found = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    assert found == PROMISED


def test_every_operation_is_described() -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            assert operation["operationId"]
            assert operation["summary"]
            assert operation["description"]
            assert all(answer["description"] for answer in operation["responses"].values())
            assert {"400", "406", "503"} <= operation["responses"].keys()


@pytest.mark.parametrize("path", ["lock-seat", "book-seat"])
def test_examples_are_what_they_exemplify(path: str) -> None:
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
def test_the_docs_are_served_by_us_alone() -> None:
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
