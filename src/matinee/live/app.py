"""The HTTP interface of the live process: an ASGI application with two paths."""

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
from matinee.live.rules import is_same_site
from matinee.shows.errors import ShowNotFound

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

EVENTS = re.compile(r"/api/shows/([^/]+)/events/")
ALLOW = "GET, OPTIONS"
MAX_ID = 2**63 - 1
RETRY_MS = (1_000, 3_000)
"""Range of the random reconnect delay, so that clients do not all reconnect at once."""


class App:
    """Serves events at `/api/shows/{id}/events/`, and `/healthz`."""

    def __init__(
        self, feed: Feed, *, site_port: int, connections_per_client: int, trusted_proxies: Networks
    ) -> None:
        """Serve the events of `feed` to pages of the site at `site_port`."""
        self._feed, self._site_port, self._trusted = feed, site_port, trusted_proxies
        self._connections = ConnectionLimit(connections_per_client)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request. An event stream lasts until the client disconnects."""
        headers = self._common_headers(scope)
        try:
            await self._respond(scope, receive, send, headers)
        except Problem as problem:
            await _send_problem(send, problem, headers)

    async def _respond(self, scope: Message, receive: Receive, send: Send, headers: Headers) -> None:
        match = EVENTS.fullmatch(scope["path"])
        if not match and scope["path"] != "/healthz":
            raise NotFound
        if scope["method"] == "OPTIONS":
            allowed = [(b"allow", ALLOW.encode()), (b"access-control-allow-headers", b"Last-Event-ID")]
            await _send_response(send, 204, [*headers, *allowed])
        elif scope["method"] != "GET":
            raise MethodNotAllowed(allow=ALLOW)
        elif scope["query_string"]:
            raise Invalid(errors={"query": ["There are no parameters here."]})
        elif match:
            await self._stream(_parse_show_id(match[1]), scope, receive, send, headers)
        else:
            await _send_json(send, 200, self._health(), headers)

    async def _stream(
        self, show_id: int, scope: Message, receive: Receive, send: Send, headers: Headers
    ) -> None:
        """Send events until the client disconnects or the channel ends."""
        with (
            self._connections.count_connection(self._client_address(scope)),
            self._feed.subscribe(show_id) as channel,
        ):
            await channel.wait_until_ready()
            # X-Accel-Buffering tells proxies not to buffer the events.
            stream = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no")]
            await send({"type": "http.response.start", "status": 200, "headers": [*headers, *stream]})
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(_send_events(channel.follow(), send))
                await _wait_for_disconnect(receive)
                sending.cancel()

    def _client_address(self, scope: Message) -> str:
        forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return client_address(
            (scope["client"] or ("",))[0], b",".join(forwarded).decode("latin-1"), self._trusted
        )

    def _health(self) -> dict[str, Any]:
        feed = self._feed
        health = {
            "status": "ok",
            "viewers": self._connections.open,
            "shows": feed.shows,
            "paused": feed.paused,
        }
        return {**health, "failing": feed.failing} if feed.failing else health

    def _common_headers(self, scope: Message) -> Headers:
        """Return the headers of every response: CORS for pages of the site, and no caching."""
        request = dict(scope["headers"])
        origin, host = request.get(b"origin", b""), request.get(b"host", b"")
        headers = [(b"cache-control", b"no-store"), (b"vary", b"Origin")]
        if is_same_site(
            origin=origin.decode("latin-1"), host=host.decode("latin-1"), site_port=self._site_port
        ):
            headers.append((b"access-control-allow-origin", origin))
        return headers


def _parse_show_id(text: str) -> int:
    """Parse the id of a show. Raises: ShowNotFound if it is not a valid id."""
    if not re.fullmatch(r"[0-9]{1,19}", text, re.ASCII) or int(text) > MAX_ID:
        raise ShowNotFound
    return int(text)


async def _send_events(event_stream: AsyncIterator[bytes], send: Send) -> None:
    """Send the events. A slow client gets a snapshot instead of missed events (`Channel.follow`)."""
    first = events.retry(random.randint(*RETRY_MS))  # noqa: S311 - not security-relevant
    async for event in event_stream:
        await send({"type": "http.response.body", "body": first + event, "more_body": True})
        first = b""
    await send({"type": "http.response.body", "body": b""})


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _send_problem(send: Send, problem: Problem, headers: Headers) -> None:
    """Send a problem document (RFC 9457), as `api/` does."""
    own = [(name.lower().encode(), value.encode()) for name, value in problem.headers().items()]
    await _send_json(send, problem.status, problem.document(), [*headers, *own], PROBLEM_JSON.encode())


async def _send_json(
    send: Send, status: int, data: Any, headers: Headers, media: bytes = b"application/json"
) -> None:
    await _send_response(send, status, [*headers, (b"content-type", media)], orjson.dumps(data))


async def _send_response(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    length = [(b"content-length", b"%d" % len(body))] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
