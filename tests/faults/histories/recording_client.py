"""An HTTP client that repeats requests until the site responds, and records every call."""

import itertools
import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.faults.histories.history import UNKNOWN, Call, Recorder
from tests.live_app import NO_TLS

TIMEOUT_SECONDS = 5.0
RETRY_SECONDS = 0.1

RETRIED_STATUSES = {0, 503}

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """One request. Without a body it is a GET; `about` is recorded with the body."""

    verb: str
    path: str
    body: Json | None = None
    key: str = ""
    repeats: bool = True
    """Whether to repeat the request until there is a response. Without a key, that could hold seats twice."""
    about: Json = field(default_factory=dict)

    @property
    def recorded(self) -> dict[str, Any]:
        """The request as it is recorded."""
        return {**(self.body or {}), **self.about, **({"key": self.key} if self.key else {})}


class RecordingClient:
    """A client of the site whose calls are recorded."""

    operations = itertools.count(1)

    def __init__(self, client: int, url: str, recorder: Recorder) -> None:
        self._client, self._recorder = client, recorder
        self._http = httpx.Client(base_url=f"{url}/api", timeout=TIMEOUT_SECONDS, verify=NO_TLS)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, request: Request) -> Call:
        """Repeat the request until there is a response; return the last call."""
        number = next(self.operations)
        while True:
            call = self._send_once(number, request)
            self._recorder.add(call)
            if call.status not in RETRIED_STATUSES or not request.repeats:
                return call
            time.sleep(RETRY_SECONDS * (1 + random.random()))  # noqa: S311 - not a secret

    def send_concurrently(self, requests: Sequence[Request]) -> list[Call]:
        """Send all requests concurrently; return the last call of each."""
        with ThreadPoolExecutor(len(requests)) as threads:
            return list(threads.map(self.send, requests))

    def _send_once(self, number: int, request: Request) -> Call:
        headers = {"Idempotency-Key": request.key} if request.key else {}
        status, body, start = UNKNOWN, {}, time.monotonic()
        try:
            if request.body is None:
                response = self._http.get(request.path)
            else:
                response = self._http.post(request.path, json=request.body, headers=headers)
            status, body = response.status_code, response.json()
        except (httpx.HTTPError, ValueError) as error:
            body = {"error": repr(error)}
        return Call(
            number, self._client, request.verb, request.recorded, start, time.monotonic(), status, body
        )
