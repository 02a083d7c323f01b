"""The admin shows no more than its lists do, says times and amounts as they are, and asks before it acts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from matinee.admin.base import FILTER_LOOKUPS
from matinee.booking.services import hold_seats
from matinee.catalogue.models import Movie
from matinee.checkout.models import Customer, OrderStatus, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.services import book
from matinee.core.metrics import ROWS_FAILED
from matinee.pricing.models import TicketType
from matinee.shows.models import Show, ShowStatus
from matinee.staff.models import User
from matinee.tickets.models import Ticket
from matinee.venues.models import Venue
from tests.cinema import DAY, Cinema, make_cinema, make_show
from tests.full_house import fill
from tests.races.concurrency import plain_connection

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = sorted(admin.site._registry, key=lambda table: table._meta.label)
LOOKUPS = ["", "__exact", "__regex", "__startswith", "__gt", "__in", "__isnull", "__range", "__contains"]
MOST_HOPS = 2


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("boss@example.org", "secret"))
    return client


@pytest.fixture
def cinema() -> Cinema:
    return make_cinema()


@pytest.fixture
def order(cinema: Cinema) -> TicketOrder:
    return sell(cinema, "A1")


def sell(cinema: Cinema, *names: str, email: str = "") -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names))
    return book(purchase=Purchase(token=hold.token, customer_email=email))


def columns(table: type[Model], hops: int = MOST_HOPS) -> Iterator[str]:
    """The paths to all columns of a table and of those it is related to."""
    for field in table._meta.get_fields():
        yield field.name
        if field.related_model and hops and not isinstance(field.related_model, str):
            yield from (f"{field.name}__{rest}" for rest in columns(field.related_model, hops - 1))


def page(table: type[Model], name: str, *keys: object) -> str:
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_{name}", args=keys)


def posted(staff: Client, name: str, action: str, *pks: int, **more: str) -> str:
    answer = staff.post(reverse(name), {"action": action, "_selected_action": pks, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_a_list_is_filtered_by_its_own_filters_alone(staff: Client, table: type[Model]) -> None:
    model_admin = admin.site._registry[table]
    request = staff.get(page(table, "changelist")).wsgi_request
    filters = [str(item[0] if isinstance(item, tuple) else item) for item in model_admin.list_filter]
    own = {f"{name}__{how}".removesuffix("__") for name in filters for how in FILTER_LOOKUPS}
    own |= {f"{model_admin.date_hierarchy}__{how}".removesuffix("__") for how in FILTER_LOOKUPS}
    allowed = {
        column + lookup
        for column in set(columns(table))
        for lookup in LOOKUPS
        if model_admin.lookup_allowed(column + lookup, "1", request)
    }
    assert allowed <= own
    hidden = next(name for name in columns(table) if name not in filters)
    assert staff.get(page(table, "changelist"), {f"{hidden}__regex": "1"}).status_code == 400


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_a_list_is_ordered_by_columns_that_it_shows(staff: Client, table: type[Model]) -> None:
    model_admin = admin.site._registry[table]
    for name in model_admin.list_display:
        method = getattr(model_admin, str(name), None)
        ordering = getattr(method, "admin_order_field", name)
        assert "secret" not in str(ordering)
        assert "password" not in str(ordering)
    assert staff.get(page(table, "changelist"), {"o": "99.-98.secret"}).status_code == 200


def test_those_who_may_see_orders_cannot_read_their_secrets(client: Client, order: TicketOrder) -> None:
    member = User.objects.create_user("viewer@example.org", "secret", is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="view_ticketorder"))
    client.force_login(member)
    orders = reverse("admin:checkout_ticketorder_changelist")
    for odd in ("secret__regex", "secret__startswith", "secret", "customer__email__startswith", "hold_id"):
        assert client.get(orders, {odd: "a"}).status_code == 400, odd
    assert order.reference in client.get(orders, {"q": order.reference}).content.decode()
    for hidden in (order.secret, order.secret[:10], str(order.hold_id)):
        assert order.reference not in client.get(orders, {"q": hidden}).content.decode()
    shown = client.get(reverse("admin:checkout_ticketorder_change", args=[order.pk])).content.decode()
    assert order.secret not in shown
    assert str(order.hold_bits) not in shown
    assert posted(client, "admin:checkout_ticketorder_changelist", "refund", order.pk, confirmed="yes")
    order.refresh_from_db()
    assert order.status == OrderStatus.PAID


def test_an_address_is_found_as_a_whole_alone(staff: Client, cinema: Cinema) -> None:
    order = sell(cinema, "A1", email="ada@example.org")
    assert Customer.objects.get().email == "ada@example.org"
    orders = reverse("admin:checkout_ticketorder_changelist")
    assert order.reference in staff.get(orders, {"q": "ADA@example.org"}).content.decode()
    for part in ("ada", "example.org", "ada@example.or"):
        assert order.reference not in staff.get(orders, {"q": part}).content.decode()


def test_every_action_is_confirmed_first(staff: Client) -> None:
    fill()
    for table in TABLES:
        rows = [str(row.pk) for row in table._default_manager.all()[:2]]
        request = staff.get(page(table, "changelist")).wsgi_request
        request.user = User.objects.get(email="boss@example.org")
        if not rows:
            continue
        for action in admin.site._registry[table].get_actions(request):
            before = everything()
            answer = staff.post(page(table, "changelist"), {"action": action, "_selected_action": rows})
            assert answer.status_code == 200, (table, action)
            assert b"sure" in answer.content or b"Cannot delete" in answer.content, (table, action)
            assert everything() == before, (table, action)


def everything() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        ours = [name for name in names if not name.startswith(("django_session", "staff_user"))]
        found = {}
        for name in ours:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')  # noqa: S608
            found[name] = [row[0] for row in cursor.fetchall()]
    return found


def test_what_was_confirmed_is_done_and_no_more(staff: Client, cinema: Cinema, order: TicketOrder) -> None:
    other = sell(cinema, "B1")
    chosen = {"action": "refund", "_selected_action": [order.pk], "select_across": "1"}
    asked = staff.post(reverse("admin:checkout_ticketorder_changelist"), chosen).content.decode()
    assert order.reference in asked
    assert other.reference in asked
    assert "12.00 EUR" in asked
    assert "select_across" not in asked
    assert asked.count('name="_selected_action"') == 2


def test_a_row_that_is_locked_is_said_and_the_others_are_done(
    staff: Client, cinema: Cinema, settings: LazySettings
) -> None:
    settings.LOCK_WAIT_MS = 100
    other = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + DAY)
    with plain_connection() as plain:
        plain.execute("SELECT FROM show WHERE id = %s FOR UPDATE", [cinema.show.pk])
        said = posted(
            staff, "admin:shows_show_changelist", "cancel_shows", cinema.show.pk, other.pk, confirmed="yes"
        )
    assert "Many people want these seats right now" in said
    assert said.count("cancelled. The refunds are on their way") == 1
    assert Show.objects.get(pk=cinema.show.pk).status == ShowStatus.SCHEDULED
    assert Show.objects.get(pk=other.pk).status == ShowStatus.CANCELLED


def test_an_unexpected_error_of_one_row_stops_no_other(
    staff: Client, cinema: Cinema, order: TicketOrder, caplog: pytest.LogCaptureFixture
) -> None:
    other = sell(cinema, "B1")
    failed = ROWS_FAILED.labels("admin-actions")._value.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'poisoned'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER poison BEFORE UPDATE ON ticket_order"
            f" FOR EACH ROW WHEN (OLD.id = {order.pk}) EXECUTE FUNCTION poison()"
        )
    try:
        said = posted(
            staff, "admin:checkout_ticketorder_changelist", "refund", order.pk, other.pk, confirmed="yes"
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION poison() CASCADE")
    assert "this failed. See the log of the site for the reason." in said
    statuses = dict(TicketOrder.objects.values_list("pk", "status"))
    assert statuses == {order.pk: OrderStatus.PAID, other.pk: OrderStatus.REFUNDED}
    assert f"failed for checkout.TicketOrder {order.pk}" in caplog.text
    assert ROWS_FAILED.labels("admin-actions")._value.get() == failed + 1


def test_staff_refund_an_order_of_which_a_ticket_was_admitted(staff: Client, cinema: Cinema) -> None:
    order = sell(cinema, "A1", "A2", "A3")
    ticket = Ticket.objects.order_by("pk").first()
    assert ticket
    Ticket.objects.filter(pk=ticket.pk).update(admitted_at=datetime.now(UTC), admitted_by_door="1")
    posted(staff, "admin:checkout_ticketorder_changelist", "refund", order.pk, confirmed="yes")
    order.refresh_from_db()
    assert order.status == OrderStatus.REFUNDED


def test_times_are_in_the_zone_of_the_venue_and_say_so(staff: Client, cinema: Cinema) -> None:
    start = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)
    Show.objects.filter(pk=cinema.show.pk).update(
        starts_at=start,
        feature_starts_at=start,
        ends_at=start + timedelta(hours=2),
        hall_free_at=start + timedelta(hours=2),
    )
    shows = staff.get(reverse("admin:shows_show_changelist")).content.decode()
    assert "Mon 1 Feb 2027, 00:30 CET" in shows
    assert "times in Europe/Berlin" in shows
    chosen = {"action": "cancel_shows", "_selected_action": [cinema.show.pk]}
    asked = staff.post(reverse("admin:shows_show_changelist"), chosen).content.decode()
    assert "Mon 1 Feb 2027, 00:30 CET (0 orders, 0.00 EUR)" in asked
    one = staff.get(reverse("admin:shows_show_change", args=[cinema.show.pk])).content.decode()
    assert "Mon 1 Feb 2027, 02:30 CET" in one
    Venue.objects.create(name="Far", address="x", city="y", timezone="Asia/Tokyo", currency="JPY")
    assert "times in UTC" in staff.get(reverse("admin:shows_show_changelist")).content.decode()


@pytest.mark.parametrize(
    ("currency", "price", "shown"), [("EUR", "12.500", "12.50 EUR"), ("JPY", "1200", "1200 JPY")]
)
def test_amounts_have_the_digits_of_their_currency(
    staff: Client, cinema: Cinema, currency: str, price: str, shown: str
) -> None:
    Venue.objects.filter(pk=cinema.venue.pk).update(currency=currency)
    Show.objects.filter(pk=cinema.show.pk).update(price=Decimal(price))
    TicketType.objects.exclude(pk=cinema.adult.pk).delete()
    TicketType.objects.update(adjustment=Decimal(price))
    for table, key in ((Show, cinema.show.pk), (TicketType, cinema.adult.pk)):
        assert shown in staff.get(page(table, "changelist")).content.decode()
        assert f"{price}00" not in staff.get(page(table, "change", key)).content.decode()
    sell(cinema, "A1")
    order = TicketOrder.objects.get()
    one = staff.get(page(TicketOrder, "change", order.pk)).content.decode()
    assert f"{Decimal(price) * 2:f}".rstrip("0").split(".")[0] in one
    assert "000 " + currency not in one


def test_a_refusal_of_the_database_while_saving_is_a_message(staff: Client, cinema: Cinema) -> None:
    sell(cinema, "A1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE movie ADD CONSTRAINT no_vertigo CHECK (title <> 'Vertigo')")
    try:
        film = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}"}
        address = page(type(cinema.movie), "change", cinema.movie.pk)
        answer = staff.post(address, film, follow=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE movie DROP CONSTRAINT no_vertigo")
    assert answer.status_code == 200
    assert "The database refused this" in answer.content.decode()
    cinema.movie.refresh_from_db()
    assert cinema.movie.title != "Vertigo"


def test_names_have_their_plurals(staff: Client) -> None:
    index = staff.get(reverse("admin:index")).content.decode()
    assert "Venue terms</a>" in index
    assert "termss" not in index


@pytest.mark.parametrize("key", ["x", "", "\x00", "9" * 30, "-1e3"])
def test_a_chosen_row_that_is_no_key_is_a_bad_request(staff: Client, key: str) -> None:
    for table in TABLES:
        action = str([*(admin.site._registry[table].actions or ()), "delete_selected"][0])
        for more in ({}, {"confirmed": "yes", "post": "yes"}):
            chosen = {"action": action, "_selected_action": key, **more}
            assert staff.post(page(table, "changelist"), chosen).status_code == 400, (table, more)


def test_there_is_no_shortcut_to_rows_by_their_keys(staff: Client) -> None:
    for kind in ContentType.objects.all():
        assert staff.get(f"/admin/r/{kind.pk}/1/").status_code == 404, kind


@pytest.mark.parametrize("name", ["change", "delete", "changelist"])
def test_a_row_that_somebody_else_changes_is_said(staff: Client, cinema: Cinema, name: str) -> None:
    venue = Venue.objects.get(pk=cinema.hall.venue_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO movie (title, release_year, duration_minutes, genre, rating, director)"
            " VALUES ('Unused', 2020, 90, '', '', '') RETURNING id"
        )
        (movie_id,) = cursor.fetchone()
        cursor.execute("SET lock_timeout = '100ms'")
    table, pk = (Venue, venue.pk) if name == "change" else (Movie, movie_id)
    address = page(table, name) if name == "changelist" else page(table, name, pk)
    facts = {
        "change": {
            "name": "Other",
            "address": "A 1",
            "city": "Ulm",
            "timezone": venue.timezone,
            "currency": venue.currency,
            "day_starts_at": "05:00",
        },
        "delete": {"post": "yes"},
        "changelist": {"post": "yes", "action": "delete_selected", "_selected_action": str(pk)},
    }[name]
    try:
        with plain_connection() as plain:
            plain.execute(f"SELECT FROM {table._meta.db_table} WHERE id = %s FOR UPDATE", [pk])
            answer = staff.post(address, facts, follow=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert answer.status_code == 200
    assert "Somebody else is changing this at the moment. Nothing was changed" in answer.content.decode()
    assert Venue.objects.get(pk=venue.pk).name == venue.name
    assert Movie.objects.filter(pk=movie_id).exists()


def test_superusers_alone_change_accounts_and_groups(client: Client) -> None:
    boss = User.objects.create_superuser("boss@example.org", "secret")
    member = User.objects.create_user("clerk@example.org", "secret", is_staff=True)
    member.user_permissions.set(Permission.objects.filter(content_type__model__in=["user", "group"]))
    group = Group.objects.create(name="Ushers")
    client.force_login(member)
    before = everything_of_accounts()
    mine = {"email": member.email, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    added = {
        "email": "new@example.org",
        "usable_password": "true",
        "password1": "tRk92-xx",
        "password2": "tRk92-xx",
    }
    changed = {"usable_password": "true", "password1": "tRk92-xx", "password2": "tRk92-xx"}
    rights = {"name": "Ushers", "permissions": [one.pk for one in Permission.objects.all()]}
    attempts: list[tuple[str, Any]] = [
        (page(User, "change", member.pk), mine),
        (page(User, "add"), added),
        (reverse("admin:auth_user_password_change", args=[boss.pk]), changed),
        (page(User, "delete", boss.pk), {"post": "yes"}),
        (page(Group, "change", group.pk), rights),
        (page(Group, "add"), rights),
        (page(Group, "delete", group.pk), {"post": "yes"}),
    ]
    for address, facts in attempts:
        assert client.post(address, facts).status_code == 403, address
    for action in ("reset_second_factor", "delete_selected"):
        chosen = {"action": action, "_selected_action": boss.pk, "post": "yes", "confirmed": "yes"}
        assert client.post(page(User, "changelist"), chosen).status_code == 200
    assert client.get(page(User, "change", boss.pk)).status_code == 200
    assert everything_of_accounts() == before
    client.force_login(boss)
    assert client.post(page(Group, "change", group.pk), rights).status_code == 302
    assert group.permissions.count() == Permission.objects.count()


def everything_of_accounts() -> list[object]:
    names = ["email", "password", "is_superuser", "is_staff"]
    return [*User.objects.order_by("pk").values(*names), *Group.objects.values("name", "permissions")]
