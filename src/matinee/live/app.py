"""The live process over HTTP: an ASGI application of two addresses."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from matinee.core.client_address import Networks, client_address
from matinee.core.problems import PROBLEM_JSON, Invalid, MethodNotAllowed, NotFound, Problem
from matinee.live import events
from matinee.live.connection_limit import ConnectionLimit
from matinee.live.feed import Feed
from matinee.live.rules import is_our_page
from matinee.shows.errors import ShowNotFound

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

EVENTS = re.compile(r"/api/shows/([^/]+)/events/")
ALLOW = "GET, OPTIONS"
MAX_ID = 2**63 - 1
RETRY_MS = (1_000, 3_000)
"""Each client waits a time of its own, so that they don't all come back in the same moment."""


class App:
    """Seat maps' events at `/api/shows/{id}/events/`, and `/healthz`."""

    def __init__(
        self, feed: Feed, *, site_port: int, connections_per_client: int, trusted_proxies: Networks
    ) -> None:
        """Serve what `feed` follows to the pages of the site at `site_port`."""
        self._feed, self._site_port, self._trusted = feed, site_port, trusted_proxies
        self._places = ConnectionLimit(connections_per_client)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, for as long as it takes."""
        headers = self._common_headers(scope)
        try:
            await self._answer(scope, receive, send, headers)
        except Problem as problem:
            await _send_problem(send, problem, headers)

    async def _answer(self, scope: Message, receive: Receive, send: Send, headers: Headers) -> None:
        address = EVENTS.fullmatch(scope["path"])
        if not address and scope["path"] != "/healthz":
            raise NotFound
        if scope["method"] == "OPTIONS":
            permission = [(b"allow", ALLOW.encode()), (b"access-control-allow-headers", b"Last-Event-ID")]
            await _send_whole(send, 204, [*headers, *permission])
        elif scope["method"] != "GET":
            raise MethodNotAllowed(allow=ALLOW)
        elif scope["query_string"]:
            raise Invalid(errors={"query": ["There are no parameters here."]})
        elif address:
            await self._stream(_show_in_address(address[1]), scope, receive, send, headers)
        else:
            await _send_json(send, 200, self._health(), headers)

    async def _stream(
        self, show_id: int, scope: Message, receive: Receive, send: Send, headers: Headers
    ) -> None:
        """Send events until the client leaves or the channel ends."""
        with self._places.count_connection(self._address(scope)), self._feed.watch(show_id) as channel:
            await channel.opened()
            # Proxies are told to pass events on as they come.
            kind = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
            await send({"type": "http.response.start", "status": 200, "headers": [*headers, *kind]})
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(_send_events(channel.follow(), send))
                await _gone(receive)
                sending.cancel()

    def _address(self, scope: Message) -> str:
        said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return client_address((scope["client"] or ("",))[0], b",".join(said).decode("latin-1"), self._trusted)

    def _health(self) -> dict[str, Any]:
        feed = self._feed
        health = {"status": "ok", "viewers": self._places.taken, "shows": feed.shows, "paused": feed.paused}
        return {**health, "failing": feed.failing} if feed.failing else health

    def _common_headers(self, scope: Message) -> Headers:
        """Let our own pages read the answer, and keep caches away from it."""
        sent = dict(scope["headers"])
        origin, host = sent.get(b"origin", b""), sent.get(b"host", b"")
        headers = [(b"cache-control", b"no-store"), (b"vary", b"Origin")]
        if is_our_page(
            origin=origin.decode("latin-1"), host=host.decode("latin-1"), site_port=self._site_port
        ):
            headers.append((b"access-control-allow-origin", origin))
        return headers


def _show_in_address(text: str) -> int:
    """Give a show's number, if it can be one. Raises: ShowNotFound."""
    if not re.fullmatch(r"[0-9]{1,19}", text, re.ASCII) or int(text) > MAX_ID:
        raise ShowNotFound
    return int(text)


async def _send_events(followed: AsyncIterator[bytes], send: Send) -> None:
    """Send what is followed. Waits where the client is slow, and then has less to send (`Channel.follow`)."""
    first = events.retry(random.randint(*RETRY_MS))  # noqa: S311 - no secret
    async for event in followed:
        await send({"type": "http.response.body", "body": first + event, "more_body": True})
        first = b""
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _send_problem(send: Send, problem: Problem, headers: Headers) -> None:
    own = [(name.lower().encode(), value.encode()) for name, value in problem.headers().items()]
    await _send_json(send, problem.status, problem.document(), [*headers, *own], PROBLEM_JSON.encode())


async def _send_json(
    send: Send, status: int, data: Any, headers: Headers, media: bytes = b"application/json"
) -> None:
    await _send_whole(send, status, [*headers, (b"content-type", media)], orjson.dumps(data))


async def _send_whole(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    length = [(b"content-length", b"%d" % len(body))] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
