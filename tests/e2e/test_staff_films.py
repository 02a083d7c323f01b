"""Films in the staff app: a messy file is imported, a poster uploaded, a film edited."""

import os
import re
from pathlib import Path

import httpx
import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.api.staff.pictures import opened, picture
from tests.e2e.staff_team import Open
from tests.e2e.test_keyboard import go_to, press_on
from tests.e2e.test_staff_app import check, heading
from tests.live_app import NO_TLS

MESSY = """sep=;
Nr.;Filmtitel;Jahr;Laufzeit (Min.);FSK;Regie;Darsteller;Kurzinhalt;Titel (en);Verleih;;
1;Das Boot;1981;2h 29min;FSK 12;Wolfgang Petersen;Jürgen Prochnow, Herbert Grönemeyer;"Ein U-Boot;
im Atlantik";The Boat;Neue Constantin;;
2;Der Himmel über Berlin;1987;128 Min.;6;Wim Wenders;;;Wings of Desire;;;
3;Lola rennt;1998;1:20;ab 12 Jahren;Tom Tykwer;;;Run Lola Run;;;
4;Good Bye, Lenin!;2003;121;6;Wolfgang Becker;;;;;;
;;;;;;;;;;;
5;Der Untergang;2004;155;="12";Oliver Hirschbiegel;;;;;;
6;Das Leben der Anderen;(2006);2 Std. 17 Min.;12;Florian Henckel von Donnersmarck;;;;;;
7;Toni Erdmann;2016;162;12;Maren Ade;;;;;;
8;Victoria;2015;138;12;Sebastian Schipper;;;;;;
9;Die Blechtrommel;1979;142;16;Volker Schlöndorff;;;;;;
10;Nosferatu;1922;94;12;F. W. Murnau;;;;;;
11;M;1931;117;12;Fritz Lang;;;;;;
12;Metropolis;1927;153;6;Fritz Lang;;;;;;
13;Solo Sunny;1980;104;16;Konrad Wolf;;;;;;
14;Die Mörder sind unter uns;1946;85;12;Wolfgang Staudte;;;;;;
15;Fack ju Göhte;2013;119;12;Bora Dagtekin;;;;;;
16;Sommer vorm Balkon;2005;107;12;Andreas Dresen;;;;;;
17;Halbe Treppe;2002;111;12;Andreas Dresen;;;;;;
18;=HYPERLINK("http://evil.example");2020;90;o.A.;+1;;;;;;
19;Systemsprenger;2019;119;17;Nora Fingscheidt;;;;;;
20;Undine;20;1h 31min;12;Christian Petzold;;;;;;
"""


@pytest.fixture
def open_films(open_as: Open) -> Open:
    """Return a function that opens a page of the films as a programmer."""
    return lambda path="", **options: open_as(f"/staff/films{path}", "Petra", **options)


def choose(page: Page, label: str, path: Path) -> None:
    """Move the focus to a field for a file and choose one. The dialog is the browser's own."""
    field = page.get_by_label(label)
    go_to(page, field)
    field.set_input_files(path)


def test_twenty_films_of_a_messy_file_are_imported_by_keyboard_and_one_gets_a_poster(
    open_films: Open, tmp_path: Path, database: psycopg.Connection, base_url: str
) -> None:
    file = tmp_path / "Filme 2026.csv"
    file.write_bytes(MESSY.encode("cp1252"))
    page = open_films()
    heading(page, "Films")
    check(page)
    press_on(page, page.get_by_role("link", name="Import a file"))
    heading(page, "Import films")
    check(page)
    choose(page, "File", file)
    preview = page.get_by_role("region", name="Preview of Filme 2026.csv")
    expect(preview.locator("dd")).to_have_text(["18", "0", "0", "2"])
    expect(preview).to_contain_text("These columns are not used: “Nr.” and “Verleih”")
    problems = page.get_by_role("table", name="Lines with problems").get_by_role("row")
    expect(problems).to_have_count(3)
    expect(problems.nth(1)).to_contain_text("FSK: “17” is no rating of FSK. Its ratings: 0, 6, 12, 16, 18.")
    expect(problems.nth(2)).to_contain_text("Jahr: “20” is not a year from 1888 to 2100.")
    check(page)
    count = "SELECT count(*) FROM movie WHERE title = 'Toni Erdmann'"
    assert database.execute(count).fetchone() == (0,)
    press_on(page, page.get_by_role("button", name="Import 18 films without the 2 lines with problems"))
    heading(page, "The films are imported")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Added: 18. Changed: 0. Unchanged: 0.")).to_be_visible()
    check(page)

    press_on(page, page.get_by_role("button", name="Import another file"))
    heading(page, "Import films")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    choose(page, "File", file)
    expect(preview.locator("dd")).to_have_text(["0", "0", "18", "2"])
    expect(preview).to_contain_text("There is nothing to import.")
    expect(page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)
    press_on(page, page.get_by_role("main").get_by_role("link", name="Films"))
    go_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("himmel uber berlin")
    rows = page.get_by_role("table", name="Films").get_by_role("row")
    expect(rows).to_have_count(2)
    press_on(page, page.get_by_role("link", name="Der Himmel über Berlin"))
    heading(page, "Der Himmel über Berlin")
    expect(page.get_by_label("FSK (Germany)")).to_have_value("6")
    expect(page.get_by_label("Title in English")).to_have_value("Wings of Desire")
    check(page)

    poster = tmp_path / "poster.jpg"
    poster.write_bytes(picture(size=(1400, 2100)))
    choose(page, "Picture", poster)
    expect(page.get_by_role("img", name="Preview of poster.jpg")).to_be_visible()
    check(page)
    press_on(page, page.get_by_role("button", name="Save the poster"))
    shown = page.get_by_role("img", name="Poster of Der Himmel über Berlin")
    expect(shown).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    check(page)
    address = shown.get_attribute("src")
    response = httpx.get(f"{base_url}{address}", verify=NO_TLS)
    assert (response.status_code, opened(response.content).size) == (200, (640, 960))

    film = page.url.rpartition("/")[2]
    page.goto(f"/film/{film}")
    public = page.get_by_role("img", name=re.compile("^Poster of"))
    expect(public).to_have_attribute("src", str(address))
    assert public.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


@pytest.mark.screens
def test_a_bad_picture_is_explained_and_the_poster_stays(open_films: Open, tmp_path: Path) -> None:
    page = open_films("/new")
    page.get_by_label("Title", exact=True).fill("Ein Film ohne Bild")
    page.get_by_label("Running time in minutes").fill("90")
    page.get_by_role("button", name="Add the film").click()
    heading(page, "Ein Film ohne Bild")
    bad = tmp_path / "drawing.svg"
    bad.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page.get_by_label("Picture").set_input_files(bad)
    page.get_by_role("button", name="Save the poster").click()
    expect(page.get_by_role("alert").filter(has_text="no picture")).to_contain_text(
        "This is no picture in JPEG, PNG or WebP."
    )
    check(page)
    large = tmp_path / "large.jpg"
    large.write_bytes(bytes(11 * 1024 * 1024))
    page.get_by_label("Picture").set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text="10 MB")).to_be_visible()
    expect(page.get_by_role("button", name="Save the poster")).to_have_count(0)
    good = tmp_path / "good.png"
    good.write_bytes(picture("PNG"))
    page.get_by_label("Picture").set_input_files(good)
    page.get_by_role("button", name="Save the poster").click()
    poster = page.get_by_role("img", name="Poster of Ein Film ohne Bild")
    expect(poster).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="Remove the poster").click()
    expect(page.get_by_text("No poster is uploaded.")).to_be_visible()
    expect(poster).to_have_count(0)


@pytest.mark.screens
def test_a_picture_of_nearly_ten_megabytes_arrives(open_films: Open, tmp_path: Path) -> None:
    """Its pixels are random, so that they cannot be compressed."""
    page = open_films("/new")
    page.get_by_label("Title", exact=True).fill("Ein großes Bild")
    page.get_by_label("Running time in minutes").fill("90")
    page.get_by_role("button", name="Add the film").click()
    large = tmp_path / "large.png"
    Image.frombytes("RGB", (1600, 2100), os.urandom(1600 * 2100 * 3)).save(large)
    assert 9_900_000 < large.stat().st_size < 10 * 1024 * 1024
    page.get_by_label("Picture").set_input_files(large)
    page.get_by_role("button", name="Save the poster").click()
    expect(page.get_by_role("img", name="Poster of Ein großes Bild")).to_be_visible()


@pytest.mark.screens
def test_a_film_is_edited_by_two_people_and_deleted(open_films: Open) -> None:
    page = open_films("/new")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_label("Title", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    expect(page.get_by_label("Running time in minutes")).to_have_attribute("aria-invalid", "true")
    check(page)
    page.get_by_label("Title", exact=True).fill("Zwei Redakteure")
    page.get_by_label("Running time in minutes").fill("90")
    page.get_by_label("Another language").select_option("French")
    page.get_by_role("button", name="Add texts").click()
    page.get_by_label("Title in French").fill("Deux rédacteurs")
    page.get_by_role("button", name="Add the film").click()
    heading(page, "Zwei Redakteure")
    other = open_films(f"/{page.url.rpartition('/')[2]}")
    other.get_by_label("Director").fill("Ada Lovelace")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.get_by_label("Genre (optional)", exact=True).fill("Komödie")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Another person")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Apply my change to it").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(page.get_by_label("Director")).to_have_value("Ada Lovelace")
    page.goto("/staff/films/new")
    page.get_by_label("Title", exact=True).fill("zwei redakteure")
    page.get_by_label("Running time in minutes").fill("90")
    page.get_by_role("button", name="Add the film").click()
    page.get_by_role("link", name="Open that film").click()
    heading(page, "Zwei Redakteure")
    page.get_by_role("button", name="Delete the film").click()
    check(page)
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    heading(page, "Films")
    page.get_by_role("searchbox").fill("zwei redakteure")
    expect(page.get_by_text("No film is found.")).to_be_visible()
    check(page)


@pytest.mark.screens
def test_a_film_with_shows_is_not_deleted(open_films: Open, database: psycopg.Connection) -> None:
    row = database.execute("SELECT movie_id FROM show LIMIT 1").fetchone()
    assert row
    page = open_films(f"/{row[0]}")
    page.get_by_role("button", name="Delete the film").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("This film has shows")


@pytest.mark.screens
def test_the_palette_finds_films(open_films: Open) -> None:
    page = open_films()
    heading(page, "Films")
    page.keyboard.press("Control+k")
    page.keyboard.type("the matr")
    option = page.get_by_role("option", name=re.compile("^The Matrix"))
    expect(option).to_be_visible()
    check(page)
    page.keyboard.press("Enter")
    heading(page, "The Matrix")


def test_the_screens_are_in_german(open_films: Open) -> None:
    page = open_films("/import", locale="de-DE")
    heading(page, "Filme importieren")
    page.goto("/staff/films/999999")
    expect(page.get_by_role("alert")).to_contain_text("Diesen Film gibt es nicht mehr.")
