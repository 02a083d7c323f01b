"""A new error is one class: it appears in responses, OpenAPI, the live process and the web app's types."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.request import Request

from matinee.api.framework.documentation import documented
from matinee.api.framework.views import ApiView, json_response
from matinee.api.public.site.shapes import HealthShape
from matinee.api.urls import urlpatterns as urls_of_the_api
from matinee.core.json_schema import Id
from matinee.core.problems import PROBLEM_JSON, Problem, RetryAfter
from matinee.live.app import App
from matinee.live.channel import Channel
from matinee.live.feed import Feed

WEB = Path(__file__).resolve().parents[2] / "web"

pytestmark = pytest.mark.slow


class HallFlooded(Problem):
    """The hall is under water. Choose another show."""

    code = "hall-flooded"
    title = "Hall flooded"
    status = 409

    hall_id: Id
    since: Annotated[datetime, "When the water came."]
    cause: str | None = None
    retry_after: RetryAfter = 3600


ERROR = HallFlooded(hall_id=7, since=datetime(2026, 11, 25, 12, tzinfo=UTC))
DOCUMENT = {
    "type": "/api/docs/#hall-flooded",
    "title": "Hall flooded",
    "status": 409,
    "detail": "The hall is under water. Choose another show.",
    "code": "hall-flooded",
    "hall_id": 7,
    "since": "2026-11-25T12:00:00+00:00",
}


class HallView(ApiView):
    """`/api/hall/`"""

    @documented("get_hall", tag="Halls", response=HealthShape, errors=[HallFlooded])
    def get(self, request: Request) -> HttpResponse:
        """Get the hall."""
        if "dry" in request.query_params:
            return json_response({"status": "ok"})
        raise ERROR


urlpatterns = [path("api/hall/", HallView.as_view()), *urls_of_the_api]


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    """The OpenAPI document of the site with the new address."""
    generator = SchemaGenerator(patterns=urlpatterns)  # type: ignore[no-untyped-call]
    document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


def test_it_is_in_the_response(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    response = Client().get("/api/hall/")
    assert (response.status_code, response["Content-Type"]) == (409, PROBLEM_JSON)
    assert response["Retry-After"] == "3600"
    assert response.json() == DOCUMENT


def test_it_is_in_openapi(openapi: dict[str, Any]) -> None:
    response = openapi["paths"]["/api/hall/"]["get"]["responses"]["409"]
    assert response["content"][PROBLEM_JSON]["schema"] == {"$ref": "#/components/schemas/HallFloodedProblem"}
    assert response["headers"]["Retry-After"]["schema"] == {"type": "integer"}
    schema = openapi["components"]["schemas"]["HallFloodedProblem"]
    assert schema["properties"]["code"] == {"type": "string", "const": "hall-flooded"}
    assert schema["properties"]["since"]["description"] == "When the water came."
    assert set(schema["required"]) == set(DOCUMENT)
    assert "cause" in schema["properties"]
    assert "retry_after" not in schema["properties"]
    Draft202012Validator(schema).validate(DOCUMENT)
    assert (
        "| 409 | `hall-flooded` | The hall is under water. Choose another show. |"
        in openapi["info"]["description"]
    )


class FloodedFeed(Feed):
    """A feed of a show whose hall is flooded."""

    @contextmanager
    def subscribe(self, show_id: int) -> Iterator[Channel]:  # noqa: ARG002
        raise ERROR
        yield


def test_it_is_in_the_response_of_the_live_process() -> None:
    async def connect() -> Any:
        raise AssertionError("no database is needed")

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def request() -> None:
        feed = FloodedFeed(connect)
        app = App(feed, site_port=8000, connections_per_client=0, trusted_proxies=())
        scope = {
            "path": "/api/shows/1/events/",
            "method": "GET",
            "query_string": b"",
            "headers": [],
            "client": ("192.0.2.1", 1),
        }
        await app(scope, receive, send)

    asyncio.run(request())
    start, body = sent
    headers = dict(start["headers"])
    assert start["status"] == 409
    assert (headers[b"content-type"], headers[b"retry-after"]) == (PROBLEM_JSON.encode(), b"3600")
    assert json.loads(body["body"]) == DOCUMENT


USE = """
import type { ProblemCode, ProblemDocument } from "./problem-document.ts";

export const code: ProblemCode = "hall-flooded";
export const document: ProblemDocument = { code, hall_id: 7, since: "2026-11-25T12:00:00Z" };
// @ts-expect-error: there is no such error.
export const unknown: ProblemCode = "hall-on-fire";
"""


def test_it_is_in_the_types_of_the_web_app(openapi: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(openapi))
    (tmp_path / "use.ts").write_text(USE)
    shutil.copy(WEB / "src" / "api" / "problem-document.ts", tmp_path)
    run("openapi-typescript", "openapi.json", "--output", "schema.gen.ts", folder=tmp_path)
    options = ["--noEmit", "--strict", "--allowImportingTsExtensions", "--module", "esnext"]
    run("tsc", *options, "--moduleResolution", "bundler", "use.ts", folder=tmp_path)


def run(program: str, *arguments: str, folder: Path) -> None:
    """Run one of the programs that generate the web app's types."""
    path = WEB / "tools" / "api-types" / "node_modules" / ".bin" / program
    done = subprocess.run([path, *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
