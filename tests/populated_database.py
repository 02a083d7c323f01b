"""Sample data with at least one row in every table and an order in every permanent state."""

import os
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from typing import Any

import django


def populate_database() -> None:
    """Populate the database. Payments and refunds are executed, and one hold is active."""
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sessions.models import Session
    from django.db import connection
    from django.utils import timezone
    from django_otp.plugins.otp_static.models import StaticDevice
    from django_otp.plugins.otp_totp.models import TOTPDevice
    from django_otp_webauthn.models import WebAuthnAttestation, WebAuthnCredential

    from matinee.audit.services import COMMAND, Actor
    from matinee.booking.services import hold_seats
    from matinee.catalogue.models import FilmPoster
    from matinee.checkout.errors import PaymentDeclined
    from matinee.checkout.models import LegalPage, Seller, TicketOrder, VenueTerms
    from matinee.checkout.purchase import Purchase
    from matinee.checkout.reconcile import reconcile_orders
    from matinee.checkout.refunds import execute_refund, refund_order
    from matinee.checkout.services import book
    from matinee.checkout.settlement import settle_order
    from matinee.opening.models import MailTest
    from matinee.payments.cash import Cash
    from matinee.payments.port import Provider
    from matinee.pricing.price_rules import create_price_rule
    from matinee.runtime.failed_rows.services import each_row
    from matinee.staff.api_keys import create_api_key
    from matinee.staff.approval_pin import set_pin
    from matinee.staff.approvals import approve, refusal
    from matinee.staff.devices import create_pairing_code, issue_device_token
    from matinee.staff.errors import NeedsApproval
    from matinee.staff.models import DeviceKind, RoleGrant, SetupLink, User
    from matinee.staff.passkeys import begin_registration
    from matinee.staff.people import add_person
    from matinee.staff.permissions import Grant, Role
    from matinee.staff.permissions import Permission as Permitted
    from matinee.tickets.models import Ticket
    from matinee.tickets.services import admit
    from tests.cinema import DAY, make_cinema
    from tests.price_cards import give_card, make_card

    cinema = make_cinema()
    seller = Seller.objects.create(legal_name="Roxy GmbH", tax_number="DE1")
    VenueTerms.objects.create(
        venue=cinema.venue, seller=seller, ticket_tax_rate=Decimal(7), refundable_until_minutes=60
    )

    FilmPoster.objects.create(movie=cinema.movie, digest="0" * 32, width=320, content=b"RIFF")
    card = make_card(cinema, fixed={cinema.child.pk: Decimal(4)})
    create_price_rule(
        actor=COMMAND,
        venue_id=cinema.venue.pk,
        card_id=card.pk,
        hall_id=cinema.hall.pk,
        movie_id=cinema.movie.pk,
        first_day=date(2026, 12, 1),
        last_day=date(2026, 12, 31),
        starts_from=time(17),
        starts_before=time(20),
    )
    give_card(cinema.show, card)

    LegalPage.objects.create(venue=cinema.venue, kind="imprint", language="de", text="Roxy GmbH")

    def buy(*names: str, card: str = "", key: str | None = None, by: Provider | None = None) -> TicketOrder:
        hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names))
        purchase = Purchase(
            token=hold.token,
            customer_name="Ada Lovelace",
            customer_email="ada@example.org",
            method={"card": card} if card else {},
        )
        return book(purchase=purchase, idempotency_key=key, provider=by)

    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"), idempotency_key="k" * 16)
    buy("B1", "B2", key="0123456789abcdef0123456789abcdef")
    buy("B3", by=Cash())
    with suppress(PaymentDeclined):
        buy("C1", card="4000000000000002")
    buy("C2", card="4000002500003155")
    for names, seat_ids in ((("D1", "D2"), cinema.ids("D1")), (("D3",), None)):
        order = buy(*names)
        for queued in refund_order(order_id=order.pk, seat_ids=seat_ids, reason="ill", actor="customer"):
            execute_refund(queued.pk)
    for name, settled in (("E2", True), ("E3", False)):
        order = buy(name, card="4000000000005126")
        for queued in refund_order(order_id=order.pk, seat_ids=None, reason="refused", actor="customer"):
            execute_refund(queued.pk)
        if settled:
            settle_order(reference=order.reference, how="in cash", actor="operator:root")
    refund_order(order_id=buy("E1").pk, seat_ids=None, reason="still queued", actor="staff:1")
    ticket = Ticket.objects.filter(status="VALID").earliest("pk")
    admit(code=ticket.code, show_id=cinema.show.pk, door="Saal 1")
    reconcile_orders()

    each_row("archive", [cinema.show.pk], lambda show_id: [][show_id])
    user = User.objects.create_user(email="boss@roxy.example", password="not so secret")  # noqa: S106
    TOTPDevice.objects.create(user=user, name="phone")
    StaticDevice.objects.create(user=user, name="paper").token_set.create(token="once")  # noqa: S106
    RoleGrant.objects.create(user=user, role=Role.OWNER)
    RoleGrant.objects.create(user=user, role=Role.MANAGER, venue=cinema.venue)
    boss = Actor(person_id=user.pk)
    here = Grant(Role.MANAGER, cinema.venue.pk)
    create_api_key(actor=boss, name="Website", grant=here)
    new = add_person(
        actor=boss,
        email="new@roxy.example",
        first_name="",
        last_name="",
        grants=[here],
        language="en",
    )
    SetupLink.objects.create(digest=b"of a secret", expires_at=timezone.now())
    MailTest.objects.create(person=user)
    passkey = WebAuthnCredential.objects.create(
        user=user, name="phone", credential_id=b"id", public_key=b"key", aaguid="0" * 36
    )
    WebAuthnAttestation.objects.create(credential=passkey, fmt="none", data=b"", client_data_json=b"")
    begin_registration(person=user, browser=b"browser")
    set_pin(person=user, password="not so secret", pin="274916")  # noqa: S106
    refused = refusal(Actor(person_id=new.pk), Permitted.SELL, cinema.venue.pk, "sell", {})
    assert isinstance(refused, NeedsApproval)
    approve(actor=Actor(person_id=new.pk), approver_id=user.pk, pin="274916", action=refused.action)
    door: dict[str, Any] = {"kind": DeviceKind.DOOR, "venue_id": cinema.venue.pk}
    create_pairing_code(actor=boss, hall_ids=[cinema.show.hall_id], **door)
    issue_device_token(actor=boss, hall_ids=None, name="Left", **door)
    group = Group.objects.create(name="door")
    group.permissions.add(Permission.objects.earliest("pk"))
    user.groups.add(group)
    user.user_permissions.add(Permission.objects.earliest("pk"))
    user.logentry_set.create(content_type=ContentType.objects.earliest("pk"), object_repr="x", action_flag=1)
    Session.objects.create(session_key="of the boss", session_data="", expire_date=timezone.now() + DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matinee_jobs.procrastinate_periodic_defers (task_name, defer_timestamp)"
            " VALUES (%s, 1)",
            [cinema.venue.name],
        )
        cursor.execute("INSERT INTO matinee_jobs.procrastinate_workers DEFAULT VALUES")
        described = connection.introspection.get_table_description(cursor, "booking")
        columns = ", ".join(column.name for column in described)
        cursor.execute(
            f"INSERT INTO booking_archive ({columns}) SELECT {columns} FROM booking ON CONFLICT DO NOTHING"  # noqa: S608
        )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.server.config.settings"
    django.setup()
    populate_database()
