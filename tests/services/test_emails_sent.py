"""Sending emails through a real SMTP server: failures and crashes lose no email and delay no booking."""

import logging
from collections.abc import Callable, Iterator
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.db.models import F
from django.template.loader import render_to_string
from django.test import override_settings
from prometheus_client import REGISTRY

from matinee.booking.services import hold_seats
from matinee.checkout import tasks
from matinee.checkout.emails import message, outbox
from matinee.checkout.emails.delivery import send_due_emails, send_email
from matinee.checkout.emails.outbox import claim, failing_emails, mark_failed
from matinee.checkout.erasure import erase_customer
from matinee.checkout.models import Customer, OrderEmail, OrderStatus, TicketOrder
from matinee.checkout.purchase import Purchase
from matinee.checkout.refunds import refund_order
from matinee.checkout.services import book, resend_tickets
from matinee.checkout.ticket_resend import send_tickets_for_holder
from matinee.core.clock import ClockTimestamp
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from tests.api.client import Api
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time
from tests.jobs import RunJobs, job_states
from tests.mail_server import Mailbox, content

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HOSTILE = '"x\x0bBcc:v@evil.example\x0bX-A:"@example.com'


def buy(
    cinema: Cinema, email: str = "ada@example.org", *, seats: tuple[str, ...] = ("C4", "C5")
) -> TicketOrder:
    hold = hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*seats))
    return book(purchase=Purchase(token=hold.token, customer_email=email))


def delete_jobs() -> None:
    """Delete the jobs, as a crash between the commit and the queue does."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matinee_jobs.procrastinate_jobs CASCADE")


def unreachable_server(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def states() -> list[tuple[str, str, int, str]]:
    emails = OrderEmail.objects.order_by("pk")
    return [(email.kind, email.status, email.attempts, email.error) for email in emails]


def metric(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def raising(error: Exception) -> Callable[..., Any]:
    def broken(*_args: object, **_more: object) -> Any:
        raise error

    return broken


def test_tickets_are_sent_after_a_booking(mailbox: Mailbox, run_jobs: RunJobs) -> None:
    cinema = make_cinema()
    order = buy(cinema)
    assert mailbox.messages == []
    run_jobs()
    (mail,) = mailbox.messages
    assert mailbox.recipients == ["ada@example.org"]
    assert cinema.movie.title in mail["Subject"]
    for part in (content(mail, "plain"), content(mail, "html")):
        assert order.reference in part
        assert order.secret in part
        assert all(format_short_code(ticket.short_code) in part for ticket in Ticket.objects.all())
    names = sorted(part.get_filename() or "" for part in mail.iter_attachments())
    assert names == [f"{order.reference}.ics", f"{order.reference}.pdf"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert states() == [("tickets", "SENT", 1, "")]


@override_settings(SENDS_EMAIL=False)
def test_without_a_mail_server_no_email_counts_as_sent(run_jobs: RunJobs) -> None:
    before = metric("matinee_emails_total", kind="tickets", outcome="not_sent")
    buy(make_cinema())
    run_jobs()
    assert states() == [("tickets", "NOT_SENT", 1, "")]
    assert OrderEmail.objects.get().sent_at is None
    assert not failing_emails().exists()
    assert metric("matinee_emails_total", kind="tickets", outcome="not_sent") == before + 1
    # It is not sent later, when it would surprise the customer.
    with override_settings(SENDS_EMAIL=True):
        assert send_due_emails() == 0


def test_refunded_tickets_are_not_sent(mailbox: Mailbox, run_jobs: RunJobs) -> None:
    order = buy(make_cinema())
    refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
    run_jobs()
    assert [mail["Subject"] for mail in mailbox.messages] == [f"Your booking {order.reference} is cancelled"]
    assert states() == [("tickets", "NOT_NEEDED", 1, ""), ("refund", "SENT", 1, "")]
    assert {status for _, status, _ in job_states()} == {"succeeded"}


def test_no_email_is_sent_without_an_address(mailbox: Mailbox, run_jobs: RunJobs) -> None:
    buy(make_cinema(), "")
    run_jobs()
    assert mailbox.messages == []
    assert states() == []


def test_no_email_is_sent_to_an_erased_customer(mailbox: Mailbox) -> None:
    buy(make_cinema())
    erase_customer(email="ada@example.org")
    send_due_emails()
    assert mailbox.messages == []
    assert states() == [("tickets", "NOT_NEEDED", 1, "")]


def test_an_unreachable_mail_server_does_not_fail_a_booking(
    settings: LazySettings,
    run_jobs: RunJobs,
) -> None:
    unreachable_server(settings)
    order = buy(make_cinema())
    assert order.status == OrderStatus.PAID
    run_jobs()
    assert states() == [("tickets", "WAITING", 1, "ConnectionRefusedError")]
    assert {name: status for name, status, _ in job_states()}["capture_payment"] == "succeeded"


class TestAFailingEmail:
    """A failing email is reported from the first failure until it is sent."""

    @pytest.fixture
    def order(self) -> TicketOrder:
        return buy(make_cinema())

    def test_is_in_the_log_the_metrics_and_the_readiness_detail(
        self, settings: LazySettings, order: TicketOrder, caplog: pytest.LogCaptureFixture
    ) -> None:
        api, before = Api(), metric("matinee_emails_total", kind="tickets", outcome="failed")
        assert api.get("/readyz").json() == {"status": "ok"}
        unreachable_server(settings)
        send_due_emails()
        (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
        message_text = record.getMessage()
        assert message_text.startswith(
            f"Email not sent: order {order.pk}, tickets, ConnectionRefusedError at "
        )
        assert record.exc_info is None
        assert metric("matinee_emails_total", kind="tickets", outcome="failed") == before + 1
        response = api.get("/readyz")
        assert (response.status_code, response.json()) == (
            200,
            {"status": "ok", "details": [{"code": "emails-failing", "count": 1}]},
        )
        assert "matinee_emails_failing 1.0" in api.client.get("/metrics").content.decode()

    def test_is_tried_again_and_recovers(
        self,
        settings: LazySettings,
        order: TicketOrder,  # noqa: ARG002
        request: pytest.FixtureRequest,
    ) -> None:
        unreachable_server(settings)
        send_due_emails()
        assert send_due_emails() == 0, "not at once"
        mailbox = request.getfixturevalue("mailbox")
        pass_time(minutes=1, seconds=1)
        assert send_due_emails() == 1
        assert len(mailbox.messages) == 1
        assert states() == [("tickets", "SENT", 2, "")]
        assert Api().get("/readyz").json() == {"status": "ok"}
        assert send_due_emails() == 0

    def test_the_delay_doubles_up_to_half_an_hour(
        self,
        settings: LazySettings,
        order: TicketOrder,  # noqa: ARG002
    ) -> None:
        unreachable_server(settings)
        waits = []
        for _ in range(7):
            send_due_emails()
            email = OrderEmail.objects.annotate(wait=F("next_attempt_at") - ClockTimestamp()).get()
            waits.append(round(email.wait.total_seconds() / 60))
            pass_time(minutes=31)
        assert waits == [1, 2, 4, 8, 16, 30, 30]

    def test_fails_for_good_after_three_days(
        self,
        settings: LazySettings,
        order: TicketOrder,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        unreachable_server(settings)
        send_due_emails()
        pass_time(days=3, minutes=1)
        send_due_emails()
        assert states() == [("tickets", "FAILED", 1, "ConnectionRefusedError")]
        message_text = f"Email given up: order {order.pk}, tickets, ConnectionRefusedError"
        assert message_text in [record.getMessage() for record in caplog.records]
        assert failing_emails().count() == 1
        pass_time(days=7)
        assert failing_emails().count() == 0

    def test_an_old_email_is_tried_at_least_once(
        self,
        order: TicketOrder,  # noqa: ARG002
        mailbox: Mailbox,
    ) -> None:
        pass_time(days=4)
        send_due_emails()
        assert len(mailbox.messages) == 1

    @pytest.mark.parametrize("template", ["tickets.txt", "tickets.subject.txt", "tickets.html"])
    def test_an_error_in_a_template_is_a_failed_attempt(
        self,
        order: TicketOrder,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        template: str,
    ) -> None:
        render = render_to_string

        def broken(name: str, *args: Any, **more: Any) -> str:
            if name.endswith(f"/{template}"):
                raise ValueError("ada@example.org")
            return render(name, *args, **more)

        monkeypatch.setattr(message, "render_to_string", broken)
        send_due_emails()
        assert states() == [("tickets", "WAITING", 1, "ValueError")]
        (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
        assert record.getMessage().startswith(f"Email not sent: order {order.pk}, tickets, ValueError at ")
        assert "ada" not in caplog.text

    def test_a_rejection_records_the_code_without_the_address(
        self,
        order: TicketOrder,  # noqa: ARG002
        mailbox: Mailbox,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def handle_RCPT(*_: Any) -> str:  # noqa: N802 - aiosmtpd's name
            return "550 ada@example.org is unknown"

        mailbox.handle_RCPT = handle_RCPT  # type: ignore[attr-defined]
        send_due_emails()
        assert states() == [("tickets", "WAITING", 1, "SMTPRecipientsRefused 550")]
        ours = [record.getMessage() for record in caplog.records if record.name.startswith("matinee")]
        assert "ada" not in "".join(ours)

    def test_nobody_has_to_act_if_a_former_address_does_not_exist(
        self, order: TicketOrder, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO, outbox.__name__)

        async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
            _server: Any, _session: Any, envelope: Any, address: str, _options: Any
        ) -> str:
            if address == "ada@example.org":
                return "550 ada@example.org is unknown"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        mailbox.handle_RCPT = handle_RCPT  # type: ignore[attr-defined]
        send_tickets_for_holder(order_id=order.pk, email="bob@example.org")
        send_due_emails()
        assert sorted(states()) == [
            ("address_corrected", "NOT_NEEDED", 1, ""),
            ("tickets", "SENT", 1, ""),
            ("tickets", "SENT", 1, ""),
        ]
        assert failing_emails().count() == 0
        (record,) = [record for record in caplog.records if record.name == outbox.__name__]
        words = f"Email given up: order {order.pk}, address_corrected, SMTPRecipientsRefused 550"
        assert (record.levelno, record.getMessage()) == (logging.INFO, words)

    @pytest.mark.parametrize(
        "error",
        [
            SMTPAuthenticationError(535, b""),
            SMTPSenderRefused(550, b"", ""),
            SMTPDataError(554, b""),
            SMTPRecipientsRefused({"ada@example.org": (450, b"")}),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_a_former_address_is_tried_again_after_other_errors(
        self, order: TicketOrder, error: Exception
    ) -> None:
        send_tickets_for_holder(order_id=order.pk, email="bob@example.org")
        notice = claim(OrderEmail.objects.get(kind="address_corrected").pk)
        assert notice
        mark_failed(notice, error)
        notice.refresh_from_db()
        assert (notice.status, notice.former_address) == ("WAITING", "ada@example.org")
        assert list(failing_emails()) == [notice]

    def test_nobody_has_to_act_if_a_former_address_cannot_be_reached_for_three_days(
        self, settings: LazySettings, order: TicketOrder, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO, outbox.__name__)
        send_tickets_for_holder(order_id=order.pk, email="bob@example.org")
        OrderEmail.objects.exclude(kind="address_corrected").update(
            status="SENT", next_attempt_at=None, sent_at=ClockTimestamp()
        )
        unreachable_server(settings)
        send_due_emails()
        pass_time(days=3, minutes=1)
        caplog.clear()
        send_due_emails()
        notice = OrderEmail.objects.get(kind="address_corrected")
        assert (notice.status, notice.former_address) == ("NOT_NEEDED", "")
        assert failing_emails().count() == 0
        assert [record.levelno for record in caplog.records if record.name == outbox.__name__] == [
            logging.INFO
        ]

    def test_a_notice_that_has_ended_cannot_be_sent_again(self, order: TicketOrder, mailbox: Mailbox) -> None:
        send_tickets_for_holder(order_id=order.pk, email="bob@example.org")
        send_due_emails()
        assert sorted(mailbox.recipients) == ["ada@example.org", "bob@example.org", "bob@example.org"]
        notice = OrderEmail.objects.filter(kind="address_corrected")
        notice.update(status="WAITING", sent_at=None, next_attempt_at=ClockTimestamp())
        assert send_due_emails() == 1
        assert len(mailbox.recipients) == 3
        assert notice.get().status == "NOT_NEEDED"

    def test_the_other_due_emails_are_sent(
        self,
        order: TicketOrder,
        mailbox: Mailbox,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        others = [buy(make_cinema(), f"{name}@example.org") for name in ("bob", "cyd")]
        compose = message.compose

        def compose_or_fail(email: OrderEmail) -> Any:
            return compose(email) if email.order_id != order.pk else raising(RuntimeError())()

        monkeypatch.setattr("matinee.checkout.emails.delivery.compose", compose_or_fail)
        assert send_due_emails() == 3
        assert mailbox.recipients == ["bob@example.org", "cyd@example.org"]
        assert failing_emails().get().order == order
        assert len(others) == 2


class TestCrashes:
    """Each email of the outbox is sent once."""

    def test_an_email_whose_job_is_lost_is_sent(self, mailbox: Mailbox, run_jobs: RunJobs) -> None:
        buy(make_cinema())
        delete_jobs()
        run_jobs()
        assert mailbox.messages == []
        tasks.send_due_emails.func(0)
        assert mailbox.recipients == ["ada@example.org"]

    def test_a_claimed_email_is_not_sent_again(self, mailbox: Mailbox) -> None:
        buy(make_cinema())
        assert claim(OrderEmail.objects.get().pk)
        assert send_due_emails() == 0
        send_email(OrderEmail.objects.get().pk)
        assert mailbox.messages == []

    def test_a_crash_while_sending_repeats_the_email_with_the_same_message_id(
        self,
        mailbox: Mailbox,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        buy(make_cinema())
        with monkeypatch.context() as crash:
            crash.setattr(outbox, "mark_sent", raising(KeyboardInterrupt()))  # type: ignore[arg-type]
            with pytest.raises(KeyboardInterrupt):
                send_due_emails()
        assert send_due_emails() == 0
        pass_time(minutes=5, seconds=1)
        assert send_due_emails() == 1
        first, second = mailbox.messages
        assert first["Message-ID"] == second["Message-ID"]
        assert states() == [("tickets", "SENT", 2, "")]
        assert send_due_emails() == 0

    def test_an_email_that_is_interrupted_each_time_fails_for_good(self) -> None:
        buy(make_cinema())
        assert claim(OrderEmail.objects.get().pk)
        pass_time(days=3, minutes=6)
        assert send_due_emails() == 0
        assert states() == [("tickets", "FAILED", 1, "Interrupted")]

    def test_two_processes_send_once(self, mailbox: Mailbox) -> None:
        buy(make_cinema())
        email_id, start = OrderEmail.objects.get().pk, Barrier(4)

        def send() -> None:
            start.wait()
            send_email(email_id)
            connections.close_all()

        threads = [Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(mailbox.messages) == 1
        assert states() == [("tickets", "SENT", 1, "")]

    def test_a_change_that_is_rolled_back_sends_nothing(self, run_jobs: RunJobs) -> None:  # noqa: ARG002
        order = buy(make_cinema(), seats=("C4",))
        Ticket.objects.update(admitted_at=ClockTimestamp(), admitted_by_door="1")
        before = states()
        with pytest.raises(Exception):  # noqa: B017, PT011 - any error of the refund
            refund_order(order_id=order.pk, seat_ids=None, reason="", actor="customer")
        assert states() == before


class TestAttachments:
    """A failed attachment does not delay the email."""

    @pytest.mark.parametrize(
        ("broken", "left", "file"), [("tickets_pdf", "ics", "pdf"), ("order_calendar", "pdf", "ics")]
    )
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "Not everything could be attached"), ("de", "Nicht alles konnte")]
    )
    def test_a_failed_attachment_is_left_out(
        self,
        mailbox: Mailbox,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        broken: str,
        left: str,
        file: str,
        language: str,
        words: str,
    ) -> None:
        order = buy(make_cinema())
        TicketOrder.objects.update(language=language)
        before = metric("matinee_email_attachments_failed_total", file=file)
        monkeypatch.setattr(message, broken, raising(ValueError("ada@example.org")))
        send_due_emails()
        (mail,) = mailbox.messages
        assert [part.get_filename() for part in mail.iter_attachments()] == [f"{order.reference}.{left}"]
        for kind in ("plain", "html"):
            assert words in content(mail, kind)
            assert f"/ticket/{order.secret}" in content(mail, kind)
        assert states() == [("tickets", "SENT", 1, "")]
        assert metric("matinee_email_attachments_failed_total", file=file) == before + 1
        assert f"Email without its {file}: order {order.pk}, ValueError at " in caplog.text
        assert "ada" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("matinee"))

    def test_all_attachments_fail(self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        buy(make_cinema())
        for name in ("tickets_pdf", "order_calendar"):
            monkeypatch.setattr(message, name, raising(KeyError()))
        send_due_emails()
        (mail,) = mailbox.messages
        assert list(mail.iter_attachments()) == []
        assert "Not everything could be attached" in content(mail, "plain")

    def test_a_complete_email_has_no_note(self, mailbox: Mailbox) -> None:
        buy(make_cinema())
        send_due_emails()
        assert "Not everything" not in content(mailbox.messages[0], "plain")
        assert "Not everything" not in content(mailbox.messages[0], "html")


@pytest.fixture
def without_email_constraint(transactional_db: None) -> Iterator[None]:  # noqa: ARG001
    """Drop the constraint on addresses, to store invalid ones."""
    name = "customer_email_is_an_address"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (rule,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE customer DROP CONSTRAINT {name}")
        yield
        cursor.execute("UPDATE customer SET email = ''")
        cursor.execute(f"ALTER TABLE customer ADD CONSTRAINT {name} {rule}")


@pytest.mark.usefixtures("without_email_constraint")
class TestAddresses:
    """The email goes to one safe address, or is not sent."""

    @pytest.mark.parametrize(
        "address",
        [
            HOSTILE,
            "a@example.org, b@example.org",
            "a@example.org\nBcc: b@example.org",
            "ada",
            "a@b@c.org",
            "Ada <ada@example.org>",
            "ä@example.org",
            '"a b"@example.org',
            "a@[127.0.0.1]",
            "a@exa\u2028mple.org",
        ],
    )
    def test_an_unsafe_address_fails_before_smtp(
        self,
        mailbox: Mailbox,
        run_jobs: RunJobs,
        caplog: pytest.LogCaptureFixture,
        address: str,
    ) -> None:
        order = buy(make_cinema())
        Customer.objects.update(email=address)
        run_jobs()
        assert mailbox.messages == []
        assert states() == [("tickets", "FAILED", 1, "UnsafeAddress")]
        pass_time(days=1)
        assert send_due_emails() == 0
        assert failing_emails().count() == 1
        ours = [record for record in caplog.records if record.name.startswith("matinee")]
        (message_text,) = [record.getMessage() for record in ours]
        assert message_text.startswith(f"Email not sent: order {order.pk}, tickets, UnsafeAddress")
        assert "example" not in message_text

    @pytest.mark.parametrize(
        ("stored", "sent_to"),
        [
            ("a@straße.de", "a@xn--strae-oqa.de"),
            ("a@xn--strae-oqa.de", "a@xn--strae-oqa.de"),
            ("A@Bücher.example.org", "A@xn--bcher-kva.example.org"),
            ("a@faß.de", "a@xn--fa-hia.de"),
        ],
    )
    def test_domains_are_idna_2008(
        self,
        mailbox: Mailbox,
        stored: str,
        sent_to: str,
    ) -> None:
        buy(make_cinema())
        Customer.objects.update(email=stored)
        send_due_emails()
        assert mailbox.recipients == [sent_to]
        assert mailbox.messages[0]["To"] == sent_to


def test_staff_can_send_the_tickets_again(mailbox: Mailbox) -> None:
    order = buy(make_cinema())
    send_due_emails()
    resend_tickets(order_id=order.pk, actor="staff:1")
    send_due_emails()
    assert [mail["Subject"] for mail in mailbox.messages] == [mailbox.messages[0]["Subject"]] * 2
    first, second = (mail["Message-ID"] for mail in mailbox.messages)
    assert first != second
    assert order.events.filter(type="tickets sent again", actor="staff:1").count() == 1


def test_django_encodes_the_domain_differently() -> None:
    """Control experiment: without our encoding the domain is different."""
    sent = EmailMessage(to=["a@straße.de"]).message()["To"]
    assert sent == "a@strasse.de"
