"""Posters: pictures from outside are re-encoded or refused; the public site shows them."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image, TiffImagePlugin

from matinee.api.framework.uploads import MAX_FILE_BYTES
from matinee.audit.models import AuditEntry
from matinee.catalogue import posters
from matinee.catalogue.models import POSTER_WIDTHS, FilmPoster, Movie
from matinee.staff.permissions import Role
from tests.api.staff.pictures import RED, a_film, opened, picture
from tests.api.staff.team import StaffClient, as_role, problem
from tests.cinema import Cinema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ORIENTATION = 0x0112


def path_of(movie: Movie) -> str:
    return f"/api/staff/movies/{movie.pk}/poster/"


def upload(content: bytes, *, client: StaffClient | None = None, **values: Any) -> tuple[Movie, Any]:
    movie = a_film()
    sender = client or as_role(Role.PROGRAMMER)
    return movie, sender.upload("PUT", path_of(movie), content, **{"version": 1, **values})


def stored(width: int = 320) -> Image.Image:
    """The stored picture in a width."""
    return opened(bytes(FilmPoster.objects.get(width=width).content))


def check_colour(found: Any, wanted: tuple[int, int, int], *, tolerance: int = 12) -> None:
    assert all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_stored_in_all_widths(kind: str) -> None:
    movie, response = upload(picture(kind, (2000, 3000)))
    assert response.status_code == 200, response.content
    movie.refresh_from_db()
    assert response.json()["version"] == movie.version == 2
    assert response.json()["poster"] == f"/posters/{movie.poster_digest}-640.webp"
    for width in POSTER_WIDTHS:
        image = stored(width)
        assert (image.format, image.size, image.mode) == ("WEBP", (width, width * 3 // 2), "RGB")
        check_colour(image.getpixel((9, 9)), RED)


def test_a_small_picture_is_not_enlarged() -> None:
    upload(picture(size=(400, 600)))
    assert [stored(width).size for width in POSTER_WIDTHS] == [(320, 480), (400, 600), (400, 600)]


def test_the_public_site_shows_it_everywhere(cinema: Cinema) -> None:
    movie = cinema.movie
    Movie.objects.filter(pk=movie.pk).update(poster_url="https://example.org/other.jpg")
    client = as_role(Role.PROGRAMMER)
    assert client.upload("PUT", path_of(movie), picture(), version=1).status_code == 200
    movie.refresh_from_db()
    public = Client()

    def address(width: int) -> str:
        return f"/posters/{movie.poster_digest}-{width}.webp"

    shows = public.get(f"/api/shows/?movie={movie.pk}").json()["results"]
    assert [one["movie"]["poster_url"] for one in shows] == [address(320)]
    assert public.get(f"/api/movies/{movie.pk}/").json()["poster_url"] == address(640)
    (listed,) = public.get("/api/movies/").json()["results"]
    assert listed["poster_url"] == address(640)
    page = public.get(f"/film/{movie.pk}")
    if page.status_code == 200:  # The web app is built.
        assert f"http://localhost:8000{address(1280)}".encode() in page.content
    response = public.get(address(320))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response.content == bytes(FilmPoster.objects.get(width=320).content)

    assert client.delete(f"{path_of(movie)}?version=2").json()["poster"] == ""
    assert public.get(f"/api/movies/{movie.pk}/").json()["poster_url"] == "https://example.org/other.jpg"
    assert not FilmPoster.objects.exists()
    assert public.get(address(320)).status_code == 404


def test_a_poster_is_cached_for_ever() -> None:
    movie, _ = upload(picture())
    movie.refresh_from_db()
    address = f"/posters/{movie.poster_digest}-640.webp"
    response = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Content-Encoding" not in response
    assert not response.cookies
    again = Client().get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize("name", ["0" * 32 + "-640.webp", "0" * 32 + "-641.webp", "x-640.webp", "%00.webp"])
def test_an_unknown_poster_is_not_found(name: str) -> None:
    assert Client().get(f"/posters/{name}").status_code in {404, 503}


def test_metadata_is_removed_and_the_picture_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # To be turned by a quarter.
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[2] = (TiffImagePlugin.IFDRational(52), 0.0, 0.0)
    _, response = upload(picture(size=(600, 400), exif=exif))
    assert response.status_code == 200
    image = stored()
    assert image.size == (320, 480)
    assert not image.getexif()
    assert set(image.info) <= {"background", "loop", "timestamp", "duration"}
    assert b"Secret" not in bytes(FilmPoster.objects.get(width=320).content)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (picture("JPEG", mode="CMYK"), None),
        (picture("PNG", mode="RGBA"), (255, 255, 255)),
        (picture("PNG", mode="L"), (90, 90, 90)),
        (picture("JPEG", mode="L"), (90, 90, 90)),
    ],
    ids=["CMYK", "transparent", "grey PNG", "grey JPEG"],
)
def test_colours_of_all_kinds_become_rgb(content: bytes, colour: tuple[int, int, int] | None) -> None:
    _, response = upload(content)
    assert response.status_code == 200
    assert stored().mode == "RGB"
    found: Any = stored().getpixel((9, 9))
    if colour:
        check_colour(found, colour)
    else:
        assert found[0] > 150 > found[1]


def test_what_follows_the_picture_is_not_stored() -> None:
    script = b"<script>alert(1)</script>PK\x03\x04 a ZIP file"
    _, response = upload(picture() + script)
    assert response.status_code == 200
    for content in FilmPoster.objects.values_list("content", flat=True):
        assert b"script" not in bytes(content)
        assert b"PK" not in bytes(content)[-40:]


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG file that claims to be so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (300, 400), (shade, 0, 0)) for shade in (0, 90, 180)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600"><script>alert(1)</script></svg>'

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "SVG": (lambda: SVG, "This is no picture"),
    "HTML": (lambda: b"<!doctype html><script>alert(1)</script>", "This is no picture"),
    "text": (lambda: b"hello", "This is no picture"),
    "PDF": (lambda: b"%PDF-1.7 " + bytes(500), "This is no picture"),
    "GIF": (lambda: picture("GIF"), "This is no picture"),
    "TIFF": (lambda: picture("TIFF"), "This is no picture"),
    "BMP": (lambda: picture("BMP"), "This is no picture"),
    "EPS": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "This is no picture"),
    "bomb by its header": (lambda: png(50_000, 50_000), "more than 40 million pixels"),
    "bomb of zeros": (
        lambda: png(30_000, 30_000, zlib.compress(bytes(9_000_000))),
        "more than 40 million pixels",
    ),
    "truncated JPEG": (lambda: picture(size=(800, 1200))[:-400], "damaged or incomplete"),
    "truncated PNG": (lambda: png(400, 600, zlib.compress(b"\0" * 100)), "damaged or incomplete"),
    "only a header": (lambda: picture()[:30], "damaged or incomplete"),
    "animated WebP": (lambda: animated("WEBP"), "animated"),
    "animated PNG": (lambda: animated("PNG"), "animated"),
    "tiny": (lambda: picture(size=(16, 16)), "smaller than 100 pixels"),
    "a ribbon": (lambda: picture(size=(100, 4000)), "much longer than wide"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_changes_nothing(name: str) -> None:
    make, reason = HOSTILE[name]
    movie = a_film()
    client = as_role(Role.PROGRAMMER)
    assert client.upload("PUT", path_of(movie), picture(), version=1).status_code == 200
    before = Movie.objects.values().get(), list(FilmPoster.objects.values_list("pk", "digest"))
    response = client.upload("PUT", path_of(movie), make(), version=2)
    assert problem(response) == (400, "invalid")
    (message,) = response.json()["errors"]["file"]
    assert reason in message
    assert before == (Movie.objects.values().get(), list(FilmPoster.objects.values_list("pk", "digest")))
    assert AuditEntry.objects.count() == 1


def test_messages_about_a_file_are_in_german() -> None:
    client = as_role(Role.PROGRAMMER)
    client.headers["Accept-Language"] = "de"
    _, response = upload(SVG, client=client)
    assert response.json()["errors"]["file"][0].startswith("Das ist kein Bild")


@pytest.mark.parametrize("megabytes", [10, 11, 50])
def test_a_file_beyond_ten_megabytes_is_refused(megabytes: int) -> None:
    _, response = upload(bytes(megabytes * 1024 * 1024 + 1))
    assert problem(response) == (413, "file-too-large")
    assert not FilmPoster.objects.exists()


def test_the_staff_app_knows_the_limit() -> None:
    """Beyond it, a browser would show the refusal as a lost connection."""
    code = Path("web/src/api/staff/upload.ts").read_text()
    assert "MAX_FILE_BYTES = 10 * 1024 * 1024;" in code
    assert MAX_FILE_BYTES == 10 * 1024 * 1024


def test_a_file_of_ten_megabytes_is_read() -> None:
    _, response = upload(picture() + bytes(10 * 1024 * 1024 - len(picture())))
    assert response.status_code == 200, response.content


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "text/plain", 415),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=\x00", 400),
        (
            b"--a\r\nContent-Disposition: form-data; name=version\r\n\r\n1\r\n--a--",
            "multipart/form-data; boundary=a",
            400,
        ),
        (b"--a\r\n" * 2000, "multipart/form-data; boundary=a", 400),
    ],
)
def test_a_body_that_is_no_form_with_a_file_is_refused(body: bytes, kind: str, status: int) -> None:
    movie = a_film()
    client = as_role(Role.PROGRAMMER)
    response = client.client.generic("PUT", path_of(movie), body, kind, headers=client.headers)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"


def test_unknown_and_bad_values_of_the_form_are_named() -> None:
    movie = a_film()
    client = as_role(Role.PROGRAMMER)
    for values in ({"version": "1", "other": "x"}, {"version": "one"}, {"version": "\x00"}):
        response = client.upload("PUT", path_of(movie), picture(), **values)
        assert problem(response) == (400, "invalid")
        assert set(response.json()["errors"]) == {"other" if "other" in values else "version"}
    assert not FilmPoster.objects.exists()


def test_a_stale_poster_is_refused() -> None:
    movie = a_film(version=3)
    response = as_role(Role.PROGRAMMER).upload("PUT", path_of(movie), picture(), version=1)
    assert problem(response) == (409, "changed-meanwhile")
    assert response.json()["current"]["version"] == 3
    assert not FilmPoster.objects.exists()


def test_a_form_is_read_only_for_people_who_may_send_it() -> None:
    movie = a_film()
    response = as_role(Role.CASHIER).upload("PUT", path_of(movie), picture(), version=1)
    assert problem(response) == (403, "not-permitted")
    response = StaffClient().upload("PUT", path_of(movie), picture(), version=1)
    assert problem(response) == (401, "sign-in-required")
    no_upload = as_role(Role.PROGRAMMER).upload("POST", "/api/staff/movies/", picture())
    assert problem(no_upload) == (415, "unsupported-media-type")


def test_the_process_stops_at_its_limits() -> None:
    """A decoder that takes too much memory or time ends in a message, not in a site without memory."""
    worker = posters.WORKER.read_text()
    for limited in (
        worker.replace("MEMORY_BYTES = 1024 * 1024 * 1024", "MEMORY_BYTES = 200 * 1024 * 1024"),
        worker.replace("    image.load()\n", "    while True: pass\n").replace(
            "CPU_SECONDS = 20", "CPU_SECONDS = 1"
        ),
    ):
        assert limited != worker
        done = subprocess.run(  # noqa: S603 - our program
            [sys.executable, "-I", "-c", limited, str(posters.MAX_PIXELS), "320"],
            input=picture("PNG", (6000, 6000)),
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode < 0 or b"too-costly" in done.stdout, done
