"""ETag, Cache-Control, and responses that are compressed once."""

import gzip
from typing import Any

import pytest

from matinee.server.middleware import compression
from tests.api.client import Api
from tests.cinema import Cinema, make_cinema

SECONDS = {
    "/api/shows/": 5,
    "/api/movies/": 5,
    "/api/movies/{movie}/": 60,
    "/api/venues/": 60,
    "/api/hall-layout/{show}/": 1,
    "/api/hall-layout/{show}/availability/": 1,
}


def address(path: str, cinema: Cinema) -> str:
    return path.format(show=cinema.show.pk, movie=cinema.movie.pk)


@pytest.mark.parametrize(("path", "seconds"), SECONDS.items())
def test_browsers_revalidate_and_shared_caches_keep_for_seconds(
    api: Api, cinema: Cinema, path: str, seconds: int
) -> None:
    first = api.get(address(path, cinema))
    again = api.get(address(path, cinema), If_None_Match=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for response in (first, again):
        assert response["Cache-Control"] == f"public, max-age=0, s-maxage={seconds}"
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("path", ["/api/hall-layout/{show}/", "/api/hall-layout/{show}/availability/"])
@pytest.mark.parametrize("bad_token", [False, True])
def test_responses_to_a_hold_token_are_private(api: Api, cinema: Cinema, path: str, bad_token: bool) -> None:
    token = "not-a-token" if bad_token else api.lock(cinema, "A1")["hold_token"]
    response = api.get(address(path, cinema), X_Hold_Token=token)
    assert (response["Cache-Control"], response["Vary"].split(", ")[0]) == (
        "private, no-cache",
        "X-Hold-Token",
    )


@pytest.mark.parametrize(
    "path", ["/api/hall-layout/0/", "/api/hall-layout/0/availability/", "/api/shows/?x=1"]
)
def test_errors_are_not_cached(api: Api, db: None, path: str) -> None:  # noqa: ARG001
    assert api.get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/hall-layout/{show}/", "/api/hall-layout/{show}/availability/"])
@pytest.mark.parametrize(
    ("method", "accept", "status"),
    [("GET", "text/html", 406), ("GET", "application/json", 200), ("POST", "*/*", 405), ("HEAD", "*/*", 200)],
)
def test_reads_return_the_expected_status(
    api: Api, cinema: Cinema, path: str, method: str, accept: str, status: int
) -> None:
    assert api.send(method, address(path, cinema), Accept=accept).status_code == status


class TestCompression:
    """The compressed map is cached until its ETag changes."""

    def decompressed(self, response: Any) -> bytes:
        assert response["Content-Encoding"] == "gzip"
        assert response["Content-Length"] == str(len(response.content))
        return gzip.decompress(response.content)

    def test_compressed_map_equals_the_plain_one(self, api: Api, cinema: Cinema) -> None:
        plain = api.get(address("/api/hall-layout/{show}/", cinema))
        compressed = api.client.get(
            address("/api/hall-layout/{show}/", cinema), headers={"Accept-Encoding": "gzip"}
        )
        assert self.decompressed(compressed) == plain.content
        assert compressed["ETag"] == f"W/{plain['ETag']}"
        assert compressed["Vary"] == plain["Vary"] == "X-Hold-Token, Accept-Encoding"

    def test_map_is_compressed_once_for_each_etag(self, api: Api, cinema: Cinema) -> None:
        def get() -> Any:
            headers = {"Accept-Encoding": "gzip"}
            return api.client.get(address("/api/hall-layout/{show}/", cinema), headers=headers)

        # The padding is random, so equal bytes show that the map was compressed once.
        first = get()
        assert [get().content for _ in range(5)] == [first.content] * 5
        compression.cached_responses.get(("/elsewhere", first["ETag"]), lambda: b"another's")
        assert get().content == first.content

        api.lock(cinema, "A1")

        changed = get()
        assert changed["ETag"] != first["ETag"]
        assert b'"status":"LOCKED"' in self.decompressed(changed)

    def test_shows_have_separate_cache_entries(self, api: Api, cinema: Cinema) -> None:
        other = make_cinema()
        for one in (cinema, other):
            compressed = api.client.get(
                address("/api/hall-layout/{show}/", one), headers={"Accept-Encoding": "gzip"}
            )
            assert f'{{"show":{{"id":{one.show.pk},'.encode() in self.decompressed(compressed)
