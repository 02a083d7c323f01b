"""Asks the site, again and again until it answers, and records every call."""

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
AGAIN_SECONDS = 0.1

NOBODY_HEARD = {0, 503}

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One request. Without a body it is a GET; `about` is recorded beside the body."""

    verb: str
    path: str
    body: Answer | None = None
    key: str = ""
    repeats: bool = True
    """Whether to ask again while nobody answers. Without a key that could hold seats twice."""
    about: Answer = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, Any]:
        """What is recorded."""
        return {**(self.body or {}), **self.about, **({"key": self.key} if self.key else {})}


class Wire:
    """A client's connection to the site."""

    operations = itertools.count(1)

    def __init__(self, client: int, url: str, recorder: Recorder) -> None:
        self._client, self._recorder = client, recorder
        self._http = httpx.Client(base_url=f"{url}/api", timeout=TIMEOUT_SECONDS, verify=NO_TLS)

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def ask(self, question: Question) -> Call:
        """Ask until it is answered; the last call."""
        number = next(self.operations)
        while True:
            call = self._send(number, question)
            self._recorder.add(call)
            if call.status not in NOBODY_HEARD or not question.repeats:
                return call
            time.sleep(AGAIN_SECONDS * (1 + random.random()))  # noqa: S311 - how long to wait is not secret

    def ask_at_once(self, questions: Sequence[Question]) -> list[Call]:
        """Ask all of them at the same time; their last calls."""
        with ThreadPoolExecutor(len(questions)) as threads:
            return list(threads.map(self.ask, questions))

    def _send(self, number: int, question: Question) -> Call:
        headers = {"Idempotency-Key": question.key} if question.key else {}
        status, answer, start = UNKNOWN, {}, time.monotonic()
        try:
            if question.body is None:
                response = self._http.get(question.path)
            else:
                response = self._http.post(question.path, json=question.body, headers=headers)
            status, answer = response.status_code, response.json()
        except (httpx.HTTPError, ValueError) as error:
            answer = {"error": repr(error)}
        return Call(
            number, self._client, question.verb, question.asked, start, time.monotonic(), status, answer
        )
