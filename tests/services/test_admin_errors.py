"""The admin: hidden columns, confirmations, formats of times and amounts, and errors of single rows."""

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
from tests.cinema import DAY, Cinema, make_show
from tests.populated_database import populate_database
from tests.races.concurrency import plain_connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TABLES = sorted(admin.site._registry, key=lambda table: table._meta.label)
LOOKUPS = ["", "__exact", "__regex", "__startswith", "__gt", "__in", "__isnull", "__range", "__contains"]
MAX_HOPS = 2


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@example.org", "secret"))
    return client


@pytest.fixture
def order(cinema: Cinema) -> TicketOrder:
    return sell(cinema, "A1")


def sell(cinema: Cinema, *names: str, email: str = "") -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names))
    return book(purchase=Purchase(token=hold.token, customer_email=email))


def columns(table: type[Model], hops: int = MAX_HOPS) -> Iterator[str]:
    """Yield the paths to all columns of a table and of its related tables."""
    for field in table._meta.get_fields():
        yield field.name
        if field.related_model and hops and not isinstance(field.related_model, str):
            yield from (f"{field.name}__{rest}" for rest in columns(field.related_model, hops - 1))


def page(table: type[Model], name: str, *keys: object) -> str:
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_{name}", args=keys)


def post_action(staff: Client, name: str, action: str, *pks: int, **more: str) -> str:
    response = staff.post(reverse(name), {"action": action, "_selected_action": pks, **more}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_a_list_accepts_only_its_own_filters(staff: Client, table: type[Model]) -> None:
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
    forbidden = next(name for name in columns(table) if name not in filters)
    assert staff.get(page(table, "changelist"), {f"{forbidden}__regex": "1"}).status_code == 400


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.model_name)
def test_a_list_is_ordered_only_by_its_columns(staff: Client, table: type[Model]) -> None:
    model_admin = admin.site._registry[table]
    for name in model_admin.list_display:
        method = getattr(model_admin, str(name), None)
        ordering = getattr(method, "admin_order_field", name)
        assert "secret" not in str(ordering)
        assert "password" not in str(ordering)
    assert staff.get(page(table, "changelist"), {"o": "99.-98.secret"}).status_code == 200


def test_staff_who_may_view_orders_cannot_read_their_secrets(client: Client, order: TicketOrder) -> None:
    member = User.objects.create_user("viewer@example.org", "secret", is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="view_ticketorder"))
    client.force_login(member)
    orders = reverse("admin:checkout_ticketorder_changelist")
    for lookup in ("secret__regex", "secret__startswith", "secret", "customer__email__startswith", "hold_id"):
        assert client.get(orders, {lookup: "a"}).status_code == 400, lookup
    assert order.reference in client.get(orders, {"q": order.reference}).content.decode()
    for forbidden in (order.secret, order.secret[:10], str(order.hold_id)):
        assert order.reference not in client.get(orders, {"q": forbidden}).content.decode()
    shown = client.get(reverse("admin:checkout_ticketorder_change", args=[order.pk])).content.decode()
    assert order.secret not in shown
    assert str(order.hold_bits) not in shown
    assert post_action(client, "admin:checkout_ticketorder_changelist", "refund", order.pk, confirmed="yes")
    order.refresh_from_db()
    assert order.status == OrderStatus.PAID


def test_a_search_matches_complete_addresses_only(staff: Client, cinema: Cinema) -> None:
    order = sell(cinema, "A1", email="ada@example.org")
    assert Customer.objects.get().email == "ada@example.org"
    orders = reverse("admin:checkout_ticketorder_changelist")
    assert order.reference in staff.get(orders, {"q": "ADA@example.org"}).content.decode()
    for part in ("ada", "example.org", "ada@example.or"):
        assert order.reference not in staff.get(orders, {"q": part}).content.decode()


def test_every_action_is_confirmed_first(staff: Client) -> None:
    populate_database()
    for table in TABLES:
        rows = [str(row.pk) for row in table._default_manager.all()[:2]]
        request = staff.get(page(table, "changelist")).wsgi_request
        request.user = User.objects.get(email="admin@example.org")
        if not rows:
            continue
        for action in admin.site._registry[table].get_actions(request):
            before = all_rows()
            response = staff.post(page(table, "changelist"), {"action": action, "_selected_action": rows})
            assert response.status_code == 200, (table, action)
            assert b"sure" in response.content or b"Cannot delete" in response.content, (table, action)
            assert all_rows() == before, (table, action)


def all_rows() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        ours = [name for name in names if not name.startswith(("django_session", "staff_user"))]
        found = {}
        for name in ours:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')  # noqa: S608
            found[name] = [row[0] for row in cursor.fetchall()]
    return found


def test_the_confirmation_lists_all_selected_rows(staff: Client, cinema: Cinema, order: TicketOrder) -> None:
    other = sell(cinema, "B1")
    chosen = {"action": "refund", "_selected_action": [order.pk], "select_across": "1"}
    confirmation = staff.post(reverse("admin:checkout_ticketorder_changelist"), chosen).content.decode()
    assert order.reference in confirmation
    assert other.reference in confirmation
    assert "12.00 EUR" in confirmation
    assert "select_across" not in confirmation
    assert confirmation.count('name="_selected_action"') == 2


def test_a_locked_row_is_reported_and_the_others_are_processed(
    staff: Client, cinema: Cinema, settings: LazySettings
) -> None:
    settings.LOCK_WAIT_MS = 100
    other = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + DAY)
    with plain_connection() as plain:
        plain.execute("SELECT FROM show WHERE id = %s FOR UPDATE", [cinema.show.pk])
        text = post_action(
            staff, "admin:shows_show_changelist", "cancel_shows", cinema.show.pk, other.pk, confirmed="yes"
        )
    assert "Many people want these seats right now" in text
    assert text.count("cancelled. The refunds are on their way") == 1
    assert Show.objects.get(pk=cinema.show.pk).status == ShowStatus.SCHEDULED
    assert Show.objects.get(pk=other.pk).status == ShowStatus.CANCELLED


def test_an_unexpected_error_of_one_row_stops_no_other(
    staff: Client, cinema: Cinema, order: TicketOrder, caplog: pytest.LogCaptureFixture
) -> None:
    other = sell(cinema, "B1")
    failed = ROWS_FAILED.labels("admin-actions")._value.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION reject_update() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'rejected'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER reject_update BEFORE UPDATE ON ticket_order"
            f" FOR EACH ROW WHEN (OLD.id = {order.pk}) EXECUTE FUNCTION reject_update()"
        )
    try:
        text = post_action(
            staff, "admin:checkout_ticketorder_changelist", "refund", order.pk, other.pk, confirmed="yes"
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION reject_update() CASCADE")
    assert "this failed. See the log of the site for the reason." in text
    statuses = dict(TicketOrder.objects.values_list("pk", "status"))
    assert statuses == {order.pk: OrderStatus.PAID, other.pk: OrderStatus.REFUNDED}
    assert f"failed for checkout.TicketOrder {order.pk}" in caplog.text
    assert ROWS_FAILED.labels("admin-actions")._value.get() == failed + 1


def test_staff_refund_an_order_with_an_admitted_ticket(staff: Client, cinema: Cinema) -> None:
    order = sell(cinema, "A1", "A2", "A3")
    ticket = Ticket.objects.order_by("pk").first()
    assert ticket
    Ticket.objects.filter(pk=ticket.pk).update(admitted_at=datetime.now(UTC), admitted_by_door="1")
    post_action(staff, "admin:checkout_ticketorder_changelist", "refund", order.pk, confirmed="yes")
    order.refresh_from_db()
    assert order.status == OrderStatus.REFUNDED


def test_times_are_in_the_venues_time_zone_and_name_it(staff: Client, cinema: Cinema) -> None:
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
    confirmation = staff.post(reverse("admin:shows_show_changelist"), chosen).content.decode()
    assert "Mon 1 Feb 2027, 00:30 CET (0 orders, 0.00 EUR)" in confirmation
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


def test_a_constraint_violation_while_saving_is_a_message(staff: Client, cinema: Cinema) -> None:
    sell(cinema, "A1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE movie ADD CONSTRAINT no_vertigo CHECK (title <> 'Vertigo')")
    try:
        film = {"title": "Vertigo", "duration_minutes": 128, "external_ids": "{}"}
        address = page(type(cinema.movie), "change", cinema.movie.pk)
        response = staff.post(address, film, follow=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE movie DROP CONSTRAINT no_vertigo")
    assert response.status_code == 200
    assert "The database refused this" in response.content.decode()
    cinema.movie.refresh_from_db()
    assert cinema.movie.title != "Vertigo"


def test_plural_names_of_models(staff: Client) -> None:
    index = staff.get(reverse("admin:index")).content.decode()
    assert "Venue terms</a>" in index
    assert "termss" not in index


@pytest.mark.parametrize("key", ["x", "", "\x00", "9" * 30, "-1e3"])
def test_an_invalid_key_of_a_row_is_a_bad_request(staff: Client, key: str) -> None:
    for table in TABLES:
        action = str([*(admin.site._registry[table].actions or ()), "delete_selected"][0])
        for more in ({}, {"confirmed": "yes", "post": "yes"}):
            chosen = {"action": action, "_selected_action": key, **more}
            assert staff.post(page(table, "changelist"), chosen).status_code == 400, (table, more)


def test_the_view_on_site_redirect_is_not_available(staff: Client) -> None:
    for kind in ContentType.objects.all():
        assert staff.get(f"/admin/r/{kind.pk}/1/").status_code == 404, kind


@pytest.mark.parametrize("name", ["change", "delete", "changelist"])
def test_a_row_locked_by_another_transaction_is_a_message(staff: Client, cinema: Cinema, name: str) -> None:
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
            response = staff.post(address, facts, follow=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert response.status_code == 200
    assert "Somebody else is changing this at the moment. Nothing was changed" in response.content.decode()
    assert Venue.objects.get(pk=venue.pk).name == venue.name
    assert Movie.objects.filter(pk=movie_id).exists()


def test_only_superusers_change_accounts_and_groups(client: Client) -> None:
    superuser = User.objects.create_superuser("admin@example.org", "secret")
    member = User.objects.create_user("clerk@example.org", "secret", is_staff=True)
    member.user_permissions.set(Permission.objects.filter(content_type__model__in=["user", "group"]))
    group = Group.objects.create(name="Ushers")
    client.force_login(member)
    before = all_accounts()
    own_account = {"email": member.email, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    added = {
        "email": "new@example.org",
        "usable_password": "true",
        "password1": "tRk92-xx",
        "password2": "tRk92-xx",
    }
    changed = {"usable_password": "true", "password1": "tRk92-xx", "password2": "tRk92-xx"}
    rights = {"name": "Ushers", "permissions": [one.pk for one in Permission.objects.all()]}
    attempts: list[tuple[str, Any]] = [
        (page(User, "change", member.pk), own_account),
        (page(User, "add"), added),
        (reverse("admin:auth_user_password_change", args=[superuser.pk]), changed),
        (page(User, "delete", superuser.pk), {"post": "yes"}),
        (page(Group, "change", group.pk), rights),
        (page(Group, "add"), rights),
        (page(Group, "delete", group.pk), {"post": "yes"}),
    ]
    for address, facts in attempts:
        assert client.post(address, facts).status_code == 403, address
    for action in ("reset_second_factor", "delete_selected"):
        chosen = {"action": action, "_selected_action": superuser.pk, "post": "yes", "confirmed": "yes"}
        assert client.post(page(User, "changelist"), chosen).status_code == 200
    assert client.get(page(User, "change", superuser.pk)).status_code == 200
    assert all_accounts() == before
    client.force_login(superuser)
    assert client.post(page(Group, "change", group.pk), rights).status_code == 302
    assert group.permissions.count() == Permission.objects.count()


def all_accounts() -> list[object]:
    names = ["email", "password", "is_superuser", "is_staff"]
    return [*User.objects.order_by("pk").values(*names), *Group.objects.values("name", "permissions")]
