"""Ticket types, price cards and price rules over HTTP, as staff."""

from decimal import Decimal
from typing import Any

import pytest

from matinee.audit.models import AuditEntry
from matinee.pricing.models import PriceCard, PriceCardVersion, PriceRule, TicketType
from matinee.shows.models import Show
from matinee.staff.permissions import Role
from matinee.venues.models import Seat, Venue
from tests.api.staff.team import StaffClient, as_role, problem
from tests.cinema import Cinema, make_cinema
from tests.price_cards import change_card, give_card, make_card

pytestmark = pytest.mark.django_db

TYPES, CARDS, RULES = "/api/staff/ticket-types/", "/api/staff/price-cards/", "/api/staff/price-rules/"

WRONG_AMOUNTS: list[Any] = ["", "1,50", "1e3", "NaN", "0.001", "10000000", 5, None, "1" * 30, "\x00"]


@pytest.fixture
def client(cinema: Cinema) -> StaffClient:
    """A programmer of the cinema."""
    return as_role(Role.PROGRAMMER, cinema.venue.pk)


def fields_of(response: Any) -> set[str]:
    assert problem(response) == (400, "invalid")
    return set(response.json()["errors"])


class TestTicketTypes:
    def test_a_new_type_is_the_last(self, client: StaffClient, cinema: Cinema) -> None:
        body = {
            "venue_id": cinema.venue.pk,
            "name": "Student",
            "translations": {"de": {"name": "Studierende"}},
            "adjustment": "-2.00",
            "minimum_age": 16,
            "needs_proof": True,
            "most_per_order": 4,
        }
        created = client.post(TYPES, body)
        assert created.status_code == 201
        one = created.json()
        expected = {**body, "position": 2, "counter_only": False, "archived": False, "version": 1}
        assert one == {**expected, "id": one["id"], "currency": "EUR"}
        listed = client.get(f"{TYPES}?venue={cinema.venue.pk}").json()["results"]
        assert [row["name"] for row in listed] == ["Adult", "Child", "Student"]
        assert client.get(f"{TYPES}{one['id']}/").json() == one

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            *[({"adjustment": wrong}, "adjustment") for wrong in WRONG_AMOUNTS],
            ({"name": "Adult"}, "name"),
            ({"name": " "}, "name"),
            ({"name": "A\nB"}, "name"),
            ({"name": "\ud800"}, "body"),
            ({"minimum_age": 0}, "minimum_age"),
            ({"minimum_age": 10**30}, "minimum_age"),
            ({"minimum_age": "6"}, "minimum_age"),
            ({"most_per_order": 101}, "most_per_order"),
            ({"needs_proof": 1}, "needs_proof"),
            ({"translations": {"de": {"title": "x"}}}, "translations"),
            ({"translations": []}, "translations"),
            ({"position": -1}, "position"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_field(
        self, client: StaffClient, cinema: Cinema, values: dict[str, Any], field: str
    ) -> None:
        body = {"venue_id": cinema.venue.pk, "name": "Student", **values}
        assert fields_of(client.post(TYPES, body)) == {field}
        assert fields_of(client.patch(f"{TYPES}{cinema.child.pk}/", {"version": 1, **values})) == {field}
        assert TicketType.objects.count() == 2
        cinema.child.refresh_from_db()
        assert (cinema.child.name, cinema.child.version) == ("Child", 1)

    def test_a_stale_change_is_refused_with_the_current_state(
        self, client: StaffClient, cinema: Cinema
    ) -> None:
        address = f"{TYPES}{cinema.child.pk}/"
        current = client.patch(address, {"version": 1, "name": "Kid"}).json()
        refused = client.patch(address, {"version": 1, "name": "Youth"})
        assert problem(refused) == (409, "changed-meanwhile")
        assert refused.json()["current"] == current
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.venue_id) == ("ticket type changed", cinema.venue.pk)
        assert (entry.facts["before"]["name"], entry.facts["after"]["name"]) == ("Child", "Kid")

    def test_one_type_remains_on_sale_online(self, client: StaffClient, cinema: Cinema) -> None:
        assert client.patch(f"{TYPES}{cinema.adult.pk}/", {"version": 1, "archived": True}).status_code == 200
        for change in ({"archived": True}, {"counter_only": True}):
            refused = client.patch(f"{TYPES}{cinema.child.pk}/", {"version": 1, **change})
            assert problem(refused) == (409, "last-ticket-type")

    def test_the_preview_says_whether_the_cheapest_seat_is_free(
        self, client: StaffClient, cinema: Cinema
    ) -> None:
        address = f"{TYPES}preview/?venue={cinema.venue.pk}&adjustment="
        for adjustment, clamped in {"-5.00": False, "-12.00": False, "-12.01": True}.items():
            assert client.get(f"{address}{adjustment}").json() == {"clamped": clamped}
        give_card(cinema.show, make_card(cinema))
        assert client.get(f"{address}-99").json() == {"clamped": False}
        assert fields_of(client.get(f"{address}1e3")) == {"adjustment"}
        other = f"{TYPES}preview/?venue={make_cinema().venue.pk}&adjustment=1"
        assert problem(client.get(other)) == (404, "venue-not-found")

    def test_other_cinemas_are_out_of_reach(self, client: StaffClient) -> None:
        other = make_cinema()
        address = f"{TYPES}{other.child.pk}/"
        assert problem(client.get(address)) == (404, "ticket-type-not-found")
        assert problem(client.patch(address, {"version": 1, "name": "x"})) == (404, "ticket-type-not-found")
        new = {"venue_id": other.venue.pk, "name": "Student"}
        assert problem(client.post(TYPES, new)) == (403, "not-permitted")
        assert {row["venue_id"] for row in client.get(TYPES).json()["results"]} != {other.venue.pk}
        assert fields_of(client.post(TYPES, {**new, "venue_id": 2**63 - 1})) == {"venue_id"}


class TestPriceCards:
    @pytest.fixture
    def amounts(self, cinema: Cinema) -> dict[str, Any]:
        return {
            "base": "6.00",
            "ticket_types": [{"ticket_type": cinema.child.pk, "fixed": "4.00"}],
            "seat_types": [{"seat_type": "premium", "amount": "2.50"}],
            "formats": [{"format": "3D", "amount": "1.50"}],
            "running_times": [{"from_minutes": 150, "amount": "1.00"}],
        }

    def test_create_read_and_change(
        self, client: StaffClient, cinema: Cinema, amounts: dict[str, Any]
    ) -> None:
        Seat.objects.filter(hall=cinema.hall, row_letter="A").update(type="premium")
        created = client.post(CARDS, {"venue_id": cinema.venue.pk, "name": "Cinema Tuesday", **amounts})
        assert created.status_code == 201
        card = created.json()
        assert card["ticket_types"] == [{"ticket_type": cinema.child.pk, "adjustment": None, "fixed": "4.00"}]
        assert {name: card[name] for name in ("seat_types", "formats", "running_times")} == {
            name: amounts[name] for name in ("seat_types", "formats", "running_times")
        }
        assert (card["base"], card["number"], card["version"]) == ("6.00", 1, 1)
        table = {kind: [one["amount"] for one in listed] for kind, listed in card["prices"].items()}
        assert table == {"standard": ["6.00", "4.00"], "premium": ["8.50", "6.50"]}
        assert client.get(f"{CARDS}{card['id']}/").json() == card
        change = {"version": 1, "base": "7.00", "formats": []}
        changed = client.patch(f"{CARDS}{card['id']}/", change).json()
        assert (changed["number"], changed["version"], changed["formats"]) == (2, 2, [])
        assert changed["seat_types"] == card["seat_types"]
        renamed = client.patch(f"{CARDS}{card['id']}/", {"version": 2, "name": "Tuesday"}).json()
        assert (renamed["name"], renamed["number"], renamed["version"]) == ("Tuesday", 2, 3)
        assert [row["name"] for row in client.get(CARDS).json()["results"]] == ["Tuesday"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            *[({"base": wrong}, "base") for wrong in [*WRONG_AMOUNTS, "-1.00"]],
            *[
                ({"formats": [{"format": "3D", "amount": wrong}]}, "formats")
                for wrong in ("0.001", "10000000")
            ],
            ({"formats": [{"format": "3D", "amount": "1"}, {"format": "3d", "amount": "2"}]}, "formats"),
            ({"formats": [{"format": "3D", "amount": "1"}] * 2}, "formats"),
            ({"formats": [{"format": "A\nB", "amount": "1"}]}, "formats.0.format"),
            ({"formats": [{"format": "x" * 41, "amount": "1"}]}, "formats.0.format"),
            ({"formats": {}}, "formats.non_field_errors"),
            ({"seat_types": [{"seat_type": "throne", "amount": "1"}]}, "seat_types.0.seat_type"),
            ({"ticket_types": [{"ticket_type": 2**63 - 1, "fixed": "1"}]}, "ticket_types"),
            ({"running_times": [{"from_minutes": 0, "amount": "1"}]}, "running_times.0.from_minutes"),
            ({"ticket_types": [{"ticket_type": 1}]}, "ticket_types.0.non_field_errors"),
            ({"name": "Used"}, "name"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_field(
        self, client: StaffClient, cinema: Cinema, values: dict[str, Any], field: str
    ) -> None:
        make_card(cinema, "Used")
        card = make_card(cinema, "Mine")
        body = {"venue_id": cinema.venue.pk, "name": "New", "base": "6.00", **values}
        assert fields_of(client.post(CARDS, body)) == {field}
        assert fields_of(client.patch(f"{CARDS}{card.pk}/", {"version": 1, **values})) == {field}
        assert PriceCardVersion.objects.count() == 2

    def test_the_preview_saves_nothing_and_marks_what_would_be_below_zero(
        self, client: StaffClient, cinema: Cinema
    ) -> None:
        child = {"ticket_type": cinema.child.pk, "adjustment": "-7.00"}
        body = {"venue_id": cinema.venue.pk, "base": "6.00", "ticket_types": [child]}
        assert client.post(f"{CARDS}preview/", body).json() == {
            "currency": "EUR",
            "prices": {
                "standard": [
                    {"ticket_type": cinema.adult.pk, "amount": "6.00", "clamped": False},
                    {"ticket_type": cinema.child.pk, "amount": "0.00", "clamped": True},
                ]
            },
        }
        cheaper = {**body, "ticket_types": [{**child, "adjustment": "-5.00"}]}
        prices = client.post(f"{CARDS}preview/", cheaper).json()["prices"]["standard"]
        assert [one["clamped"] for one in prices] == [False, False]
        matinee = [{"format": "2D", "amount": "-2.00"}]
        prices = client.post(f"{CARDS}preview/", {**cheaper, "formats": matinee}).json()["prices"]["standard"]
        assert [(one["amount"], one["clamped"]) for one in prices] == [("6.00", False), ("1.00", True)]
        assert not PriceCard.objects.exists()
        other = {**body, "venue_id": make_cinema().venue.pk}
        assert problem(client.post(f"{CARDS}preview/", other)) == (404, "venue-not-found")

    def test_a_stale_change_is_refused_with_the_current_state(
        self, client: StaffClient, cinema: Cinema
    ) -> None:
        card = make_card(cinema)
        current = client.patch(f"{CARDS}{card.pk}/", {"version": 1, "base": "7.00"}).json()
        refused = client.patch(f"{CARDS}{card.pk}/", {"version": 1, "base": "8.00"})
        assert problem(refused) == (409, "changed-meanwhile")
        assert refused.json()["current"] == current
        assert PriceCardVersion.objects.count() == 2

    def test_a_deleted_ticket_type_is_left_out(self, client: StaffClient, cinema: Cinema) -> None:
        card = make_card(cinema, fixed={cinema.child.pk: Decimal(4)})
        cinema.child.delete()
        assert client.get(f"{CARDS}{card.pk}/").json()["ticket_types"] == []
        changed = client.patch(f"{CARDS}{card.pk}/", {"version": 1, "base": "7.00"})
        assert (changed.status_code, changed.json()["ticket_types"]) == (200, [])

    def test_a_card_that_rules_choose_is_not_archived(self, client: StaffClient, cinema: Cinema) -> None:
        card = make_card(cinema)
        rule = client.post(RULES, {"venue_id": cinema.venue.pk, "card_id": card.pk}).json()
        refused = client.patch(f"{CARDS}{card.pk}/", {"version": 1, "archived": True})
        assert problem(refused) == (409, "price-card-in-use")
        assert refused.json()["rule_ids"] == [rule["id"]]
        assert client.delete(f"{RULES}{rule['id']}/?version=1").status_code == 200
        assert client.patch(f"{CARDS}{card.pk}/", {"version": 1, "archived": True}).json()["archived"]

    def test_apply_with_and_without_a_trial(self, client: StaffClient, cinema: Cinema) -> None:
        card = make_card(cinema)
        give_card(cinema.show, card)
        card = change_card(card, base=Decimal(7))
        address = f"{CARDS}{card.pk}/apply/"
        assert client.get(f"{CARDS}{card.pk}/").json()["shows"] == {"newest": 0, "older": 1}
        trial = client.post(address, {"version": 2, "to": "unsold", "dry_run": True}).json()
        (show,) = trial["shows"]
        assert (show["id"], show["before"], show["price"]) == (cinema.show.pk, "6.00", "7.00")
        assert (trial["dry_run"], trial["number"], show["has_sales"]) == (True, 2, False)
        assert show["card_before"] == "Cinema Tuesday"
        assert Show.objects.get().price == Decimal(6)
        assert problem(client.post(address, {"version": 1, "to": "all"})) == (409, "changed-meanwhile")
        assert Show.objects.get().price == Decimal(6)
        applied = client.post(address, {"version": 2, "to": "unsold"}).json()
        assert applied == {**trial, "dry_run": False}
        assert Show.objects.get().price == Decimal(7)
        assert client.get(f"{CARDS}{card.pk}/").json()["shows"] == {"newest": 1, "older": 0}
        assert fields_of(client.post(address, {"version": 2, "to": "some"})) == {"to"}

    def test_apply_gives_the_card_to_shows_that_the_rules_choose(
        self, client: StaffClient, cinema: Cinema
    ) -> None:
        card = make_card(cinema)
        assert client.post(RULES, {"venue_id": cinema.venue.pk, "card_id": card.pk}).status_code == 201
        body = {"version": 1, "to": "unsold"}
        assert client.post(f"{CARDS}{card.pk}/apply/", body).json()["shows"] == []
        (show,) = client.post(f"{CARDS}{card.pk}/apply/", {**body, "by_rules": True}).json()["shows"]
        assert (show["id"], show["card_before"], show["price"]) == (cinema.show.pk, None, "6.00")
        assert Show.objects.get().price_card_version == card.newest

    def test_other_cinemas_are_out_of_reach(self, client: StaffClient) -> None:
        card = make_card(make_cinema())
        for answer in (
            client.get(f"{CARDS}{card.pk}/"),
            client.patch(f"{CARDS}{card.pk}/", {"version": 1, "base": "1.00"}),
            client.post(f"{CARDS}{card.pk}/apply/", {"version": 1, "to": "all"}),
        ):
            assert problem(answer) == (404, "price-card-not-found")
        new = {"venue_id": card.venue_id, "name": "x", "base": "1.00"}
        assert problem(client.post(CARDS, new)) == (403, "not-permitted")
        assert client.get(CARDS).json()["results"] == []


class TestPriceRules:
    def test_create_change_order_and_delete(self, client: StaffClient, cinema: Cinema) -> None:
        card = make_card(cinema)
        body = {
            "venue_id": cinema.venue.pk,
            "card_id": card.pk,
            "hall_id": cinema.hall.pk,
            "weekdays": [7, 2],
            "starts_from": "22:00",
            "starts_before": "02:00",
            "first_day": "2026-12-01",
            "last_day": "2026-12-24",
            "holidays": False,
            "movie_id": cinema.movie.pk,
            "format": "3D",
        }
        first = client.post(RULES, body).json()
        assert first == {**body, "weekdays": [2, 7], "id": first["id"], "position": 0, "version": 1}
        second = client.post(RULES, {"venue_id": cinema.venue.pk, "card_id": card.pk}).json()
        assert second["position"] == 1
        changed = client.patch(f"{RULES}{first['id']}/", {"version": 1, "weekdays": [], "hall_id": None})
        assert changed.json() == {**first, "weekdays": [], "hall_id": None, "version": 2}
        stale = client.patch(f"{RULES}{first['id']}/", {"version": 1, "holidays": True})
        assert problem(stale) == (409, "changed-meanwhile")
        assert stale.json()["current"] == changed.json()
        former, new = [first["id"], second["id"]], [second["id"], first["id"]]
        order = {"venue_id": cinema.venue.pk, "former_rule_ids": former, "rule_ids": new}
        assert client.post(f"{RULES}order/", order).status_code == 200
        listed = client.get(f"{RULES}?venue={cinema.venue.pk}").json()["results"]
        assert [one["id"] for one in listed] == new
        for stale_order in (former, [first["id"]], [*new, 999]):
            refused = client.post(f"{RULES}order/", {**order, "former_rule_ids": stale_order})
            assert problem(refused) == (409, "changed-meanwhile")
            assert refused.json()["current"] == {"rule_ids": new}
        for wrong in ([first["id"]], [first["id"]] * 2, [*new, 999]):
            body = {**order, "former_rule_ids": new, "rule_ids": wrong}
            assert fields_of(client.post(f"{RULES}order/", body)) == {"rule_ids"}
        listed = client.get(f"{RULES}?venue={cinema.venue.pk}").json()["results"]
        assert [one["id"] for one in listed] == new
        assert problem(client.delete(f"{RULES}{first['id']}/")) == (400, "invalid")
        stale = client.delete(f"{RULES}{first['id']}/?version={changed.json()['version'] - 1}")
        assert problem(stale) == (409, "changed-meanwhile")
        assert stale.json()["current"]["id"] == first["id"]
        address = f"{RULES}{first['id']}/?version={changed.json()['version']}"
        assert client.delete(address).json()["id"] == first["id"]
        assert problem(client.delete(address)) == (404, "price-rule-not-found")
        assert PriceRule.objects.count() == 1

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"weekdays": [0]}, "weekdays.0"),
            ({"weekdays": "2"}, "weekdays"),
            ({"weekdays": [True]}, "weekdays.0"),
            ({"starts_from": "25:00", "starts_before": "02:00"}, "starts_from"),
            ({"starts_from": "20:00"}, "starts_before"),
            ({"starts_from": "20:00", "starts_before": "20:00"}, "starts_before"),
            ({"first_day": "2026-02-30"}, "first_day"),
            ({"first_day": 20261201}, "first_day"),
            ({"first_day": "2026-12-24", "last_day": "2026-12-01"}, "last_day"),
            ({"holidays": "yes"}, "holidays"),
            ({"hall_id": 2**63 - 1}, "hall_id"),
            ({"movie_id": 2**63 - 1}, "movie_id"),
            ({"card_id": 2**63 - 1}, "card_id"),
            ({"format": "A\nB"}, "format"),
            ({"format": "x" * 41}, "format"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_field(
        self, client: StaffClient, cinema: Cinema, values: dict[str, Any], field: str
    ) -> None:
        card = make_card(cinema)
        body = {"venue_id": cinema.venue.pk, "card_id": card.pk}
        rule = client.post(RULES, body).json()
        assert fields_of(client.post(RULES, {**body, **values})) == {field}
        assert fields_of(client.patch(f"{RULES}{rule['id']}/", {"version": 1, **values})) == {field}
        assert client.get(RULES).json()["results"] == [rule]

    def test_hall_and_card_are_of_the_same_cinema(self, client: StaffClient, cinema: Cinema) -> None:
        other = make_cinema()
        body = {"venue_id": cinema.venue.pk, "card_id": make_card(cinema).pk}
        assert fields_of(client.post(RULES, {**body, "hall_id": other.hall.pk})) == {"hall_id"}
        assert fields_of(client.post(RULES, {**body, "card_id": make_card(other).pk})) == {"card_id"}

    def test_the_grid_shows_cards_holidays_and_gaps(self, client: StaffClient, cinema: Cinema) -> None:
        Venue.objects.filter(pk=cinema.venue.pk).update(country="DE", region="BE")
        card = make_card(cinema)
        body = {"venue_id": cinema.venue.pk, "card_id": card.pk, "weekdays": [5]}
        evening = {"starts_from": "17:00", "starts_before": "05:00"}
        rule = client.post(RULES, {**body, **evening, "holidays": False}).json()
        imax = client.post(RULES, {**body, "format": "IMAX"}).json()
        address = f"{RULES}grid/?venue={cinema.venue.pk}&week=2026-12-14"
        gap = {"card_id": None, "rule_id": None}
        days = client.get(address).json()["days"]
        assert [day["day"] for day in days] == [f"2026-12-{day}" for day in range(14, 21)]
        whole: dict[str, Any] = {"starts_from": "05:00", "starts_before": "05:00", **gap, "special": []}
        assert days[0] == {"day": "2026-12-14", "holiday": None, "bands": [whole]}
        assert days[4]["bands"] == [
            {"starts_from": "05:00", "starts_before": "17:00", **gap, "special": [imax["id"]]},
            {
                "starts_from": "17:00",
                "starts_before": "05:00",
                "card_id": card.pk,
                "rule_id": rule["id"],
                "special": [],
            },
        ]
        christmas = client.get(f"{RULES}grid/?venue={cinema.venue.pk}&week=2026-12-25&format=2D").json()[
            "days"
        ][0]
        assert christmas["holiday"]
        assert christmas["bands"] == [whole]
        in_imax = client.get(f"{address}&format=imax").json()["days"][4]["bands"]
        assert [band["rule_id"] for band in in_imax] == [imax["id"], rule["id"]]
        assert problem(client.get(f"{RULES}grid/?venue={make_cinema().venue.pk}&week=2026-12-14")) == (
            404,
            "venue-not-found",
        )
        for wrong in ("venue=1", f"venue={cinema.venue.pk}&week=2026-13-01", "week=2026-12-01"):
            assert problem(client.get(f"{RULES}grid/?{wrong}")) == (400, "invalid")
        last = client.get(f"{RULES}grid/?venue={cinema.venue.pk}&week=2999-12-31")
        assert last.status_code == 200
