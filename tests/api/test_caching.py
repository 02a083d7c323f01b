"""What may be kept, by whom and how long: tags, Cache-Control, and answers that are compressed once."""

import gzip
from typing import Any

import pytest

from matinee.server.middleware import compression
from tests.api.client import Api
from tests.cinema import Cinema, make_cinema

SECONDS = {
    "/api/shows/": 5,
    "/api/movies/": 60,
    "/api/movies/{movie}/": 60,
    "/api/venues/": 60,
    "/api/hall-layout/{show}/": 1,
    "/api/hall-layout/{show}/availability/": 1,
}


def address(path: str, cinema: Cinema) -> str:
    return path.format(show=cinema.show.pk, movie=cinema.movie.pk)


@pytest.mark.parametrize(("path", "seconds"), SECONDS.items())
def test_browsers_ask_each_time_and_shared_caches_now_and_then(
    api: Api, cinema: Cinema, path: str, seconds: int
) -> None:
    first = api.get(address(path, cinema))
    again = api.get(address(path, cinema), If_None_Match=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for answer in (first, again):
        assert answer["Cache-Control"] == f"public, max-age=0, s-maxage={seconds}"
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("path", ["/api/hall-layout/{show}/", "/api/hall-layout/{show}/availability/"])
@pytest.mark.parametrize("bad_token", [False, True])
def test_what_a_bearer_asks_for_is_for_nobody_else(
    api: Api, cinema: Cinema, path: str, bad_token: bool
) -> None:
    token = "not-a-token" if bad_token else api.lock(cinema, "A1")["hold_token"]
    answer = api.get(address(path, cinema), X_Hold_Token=token)
    assert (answer["Cache-Control"], answer["Vary"].split(", ")[0]) == ("private, no-cache", "X-Hold-Token")


@pytest.mark.parametrize(
    "path", ["/api/hall-layout/0/", "/api/hall-layout/0/availability/", "/api/shows/?x=1"]
)
def test_refusals_are_not_kept(api: Api, db: None, path: str) -> None:  # noqa: ARG001
    assert api.get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/hall-layout/{show}/", "/api/hall-layout/{show}/availability/"])
@pytest.mark.parametrize(
    ("method", "accept", "status"),
    [("GET", "text/html", 406), ("GET", "application/json", 200), ("POST", "*/*", 405), ("HEAD", "*/*", 200)],
)
def test_the_short_way_answers_as_the_long_one(
    api: Api, cinema: Cinema, path: str, method: str, accept: str, status: int
) -> None:
    assert api.send(method, address(path, cinema), Accept=accept).status_code == status


class TestCompression:
    """Of the map, which is the same until its tag changes."""

    def unpacked(self, answer: Any) -> bytes:
        assert answer["Content-Encoding"] == "gzip"
        assert answer["Content-Length"] == str(len(answer.content))
        return gzip.decompress(answer.content)

    def test_it_is_the_same_map(self, api: Api, cinema: Cinema) -> None:
        plain = api.get(address("/api/hall-layout/{show}/", cinema))
        packed = api.client.get(
            address("/api/hall-layout/{show}/", cinema), headers={"Accept-Encoding": "gzip"}
        )
        assert self.unpacked(packed) == plain.content
        assert packed["ETag"] == f"W/{plain['ETag']}"
        assert packed["Vary"] == plain["Vary"] == "X-Hold-Token, Accept-Encoding"

    def test_it_is_packed_once_for_each_tag(self, api: Api, cinema: Cinema) -> None:
        def ask() -> Any:
            headers = {"Accept-Encoding": "gzip"}
            return api.client.get(address("/api/hall-layout/{show}/", cinema), headers=headers)

        # The padding is random, so what is equal was packed once.
        first = ask()
        assert [ask().content for _ in range(5)] == [first.content] * 5
        compression.kept.get(("/elsewhere", first["ETag"]), lambda: b"another's")
        assert ask().content == first.content

        api.lock(cinema, "A1")

        changed = ask()
        assert changed["ETag"] != first["ETag"]
        assert b'"status":"LOCKED"' in self.unpacked(changed)

    def test_two_shows_do_not_share(self, api: Api, cinema: Cinema) -> None:
        other = make_cinema()
        for one in (cinema, other):
            packed = api.client.get(
                address("/api/hall-layout/{show}/", one), headers={"Accept-Encoding": "gzip"}
            )
            assert f'{{"show":{{"id":{one.show.pk},'.encode() in self.unpacked(packed)
