"""POST /api/extend-lock/ and release-lock/, GET /api/holds/current/."""

import pytest

from matinee.booking.models import Booking
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.clock import pass_time

CURRENT = "/api/holds/current/"


def forged(token: str) -> str:
    return token[:-2] + ("AA" if token[-2:] != "AA" else "BB")


class TestExtend:
    """B6: an extension sets the hold to five minutes, at most ten times."""

    def test_response_has_the_shape_of_lock_seat(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        pass_time(minutes=4)

        response = api.post("/api/extend-lock/", {"hold_token": hold["hold_token"]})

        body = response.json()
        assert response.status_code == 200
        assert body.keys() == hold.keys()
        assert (body["expires_in"], body["extensions_left"]) == (300, 9)
        assert (body["seat_ids"], body["total"]) == (hold["seat_ids"], "24.00")

    def test_eleventh_extension_fails(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        for left in range(9, -1, -1):
            pass_time(minutes=1)
            body = api.post("/api/extend-lock/", {"hold_token": hold["hold_token"]}).json()
            assert body["extensions_left"] == left
        pass_time(minutes=1)
        with nothing_changes():
            response = api.post("/api/extend-lock/", {"hold_token": hold["hold_token"]})
        assert_problem(
            response,
            409,
            "extension-limit",
            "No more extensions",
            seat_ids=hold["seat_ids"],
            extensions_left=0,
        )


class TestRelease:
    """B7: seats are free immediately; a repeated release is no error."""

    def test_whole_hold_twice(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A2", "A1")
        body = {"hold_token": hold["hold_token"]}
        first, second = (api.post("/api/release-lock/", body) for _ in range(2))
        assert (first.status_code, first.json()) == (200, {"released": cinema.ids("A1", "A2")})
        assert (second.status_code, second.json()) == (200, {"released": []})
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("form", ["seat_id", "seat_ids"])
    def test_partial_release_keeps_the_expiry(self, api: Api, cinema: Cinema, form: str) -> None:
        hold = api.lock(cinema, "A1", "A2")
        (seat_id,) = cinema.ids("A1")
        part = seat_id if form == "seat_id" else [seat_id]

        released = api.post("/api/release-lock/", {"hold_token": hold["hold_token"], form: part})

        assert released.json() == {"released": [seat_id]}
        rest = api.get(CURRENT, X_Hold_Token=hold["hold_token"]).json()
        assert (rest["seat_ids"], rest["locked_until"]) == (cinema.ids("A2"), hold["locked_until"])

    def test_seat_outside_the_hold(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        wrong = cinema.ids("B1")
        with nothing_changes():
            response = api.post("/api/release-lock/", {"hold_token": hold["hold_token"], "seat_ids": wrong})
        assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=wrong)

    def test_expired_hold_releases_nothing(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        pass_time(minutes=6)
        released = api.post("/api/release-lock/", {"hold_token": hold["hold_token"]})
        assert (released.status_code, released.json()) == (200, {"released": []})


class TestCurrent:
    """The state of a hold after a page reload."""

    def test_locked(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        pass_time(minutes=1)

        response = api.get(CURRENT, X_Hold_Token=hold["hold_token"])

        body = response.json()
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
        assert body.keys() == {*hold.keys(), "frozen", "order"}
        assert (body["status"], body["frozen"], body["order"]) == ("LOCKED", False, None)
        assert (body["seat_ids"], body["total"]) == (hold["seat_ids"], "24.00")
        assert 230 < body["expires_in"] <= 240

    def test_booked(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        types = [{"seat_id": hold["seat_ids"][0], "ticket_type": cinema.child.pk}]
        order = api.book(hold, tickets=types)["order"]

        body = api.get(CURRENT, X_Hold_Token=hold["hold_token"]).json()

        assert (body["status"], body["locked_until"], body["expires_in"]) == ("BOOKED", None, 0)
        assert body["order"] == {
            "reference": order["reference"],
            "secret": order["secret"],
            "total": "20.00",
            "currency": "EUR",
        }
        assert body["total"] == "20.00"

    def test_total_after_a_decline_is_of_the_current_seats(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        body = {"hold_token": hold["hold_token"], "payment": {"card": "4000000000000002"}}
        assert api.post("/api/book-seat/", body).status_code == 402
        api.lock(cinema, "A2", hold_token=hold["hold_token"])

        now = api.get(CURRENT, X_Hold_Token=hold["hold_token"]).json()
        assert (now["seat_ids"], now["total"], now["frozen"]) == (cinema.ids("A1", "A2"), "24.00", False)

        types = [{"seat_id": seat, "ticket_type": cinema.child.pk} for seat in now["seat_ids"]]
        body = {"hold_token": hold["hold_token"], "payment": {"card": "4000002500003155"}, "tickets": types}
        assert api.post("/api/book-seat/", body).status_code == 202
        now = api.get(CURRENT, X_Hold_Token=hold["hold_token"]).json()
        assert (now["total"], now["frozen"]) == ("16.00", True)

    def test_expired(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        pass_time(minutes=6)
        assert_problem(
            api.get(CURRENT, X_Hold_Token=hold["hold_token"]),
            410,
            "hold-expired",
            "Hold expired",
            seat_ids=hold["seat_ids"],
            still_available=hold["seat_ids"],
        )

    def test_released(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        api.post("/api/release-lock/", {"hold_token": hold["hold_token"]})
        assert_problem(
            api.get(CURRENT, X_Hold_Token=hold["hold_token"]),
            410,
            "hold-expired",
            "Hold expired",
            seat_ids=[],
            still_available=[],
        )

    def test_without_a_token(self, api: Api) -> None:
        assert_invalid(api.get(CURRENT), "X-Hold-Token")

    def test_unknown_parameter(self, api: Api, cinema: Cinema) -> None:
        token = api.lock(cinema, "A1")["hold_token"]
        assert_invalid(api.get(f"{CURRENT}?show_id=1", X_Hold_Token=token), "show_id")


@pytest.mark.parametrize("mark", [forged, lambda _: "", lambda _: "x" * 5000, lambda _: "ü", lambda _: "a.b"])
def test_forged_token_has_no_hold(api: Api, cinema: Cinema, mark: type[str]) -> None:
    hold = api.lock(cinema, "A1")
    token = mark(hold["hold_token"])
    seat_ids = cinema.ids("A2")
    with nothing_changes():
        responses = [
            api.get(CURRENT, X_Hold_Token=token),
            api.post("/api/extend-lock/", {"hold_token": token}),
            api.post("/api/release-lock/", {"hold_token": token}),
            api.post("/api/book-seat/", {"hold_token": token}),
            api.post(
                "/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": seat_ids, "hold_token": token}
            ),
        ]
    for response in responses:
        assert_problem(response, 404, "hold-not-found", "Hold not found")
