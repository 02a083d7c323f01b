"""Every constraint of the database is violated in plain SQL. Each new constraint needs a line here."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import Error

from tests.populated_database import populate_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOT_OURS = "^(auth_|django_|otp_|staff_user_)"

NAMED = f"""
SELECT conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
AND conrelid::regclass::text !~ '{NOT_OURS}'
UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary
AND indrelid::regclass::text !~ '{NOT_OURS}'
"""  # noqa: S608 - ours
"""Checks, exclusions and unique indexes, whether Django made them constraints or not."""

FOREIGN_KEYS = f"""
SELECT conname, conrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE connamespace = 'public'::regnamespace AND contype = 'f' AND conrelid::regclass::text !~ '{NOT_OURS}'
"""  # noqa: S608 - ours

COLUMNS = f"""
SELECT attrelid::regclass::text, attname, atttypid::regtype::text FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT attisdropped
  AND relname !~ '{NOT_OURS}'
"""  # noqa: S608 - ours

UNREADABLE = {
    "timestamp with time zone": ("infinity", "-infinity", "20000-01-01", "0100-01-01 BC"),
    "numeric": ("NaN",),
}

READ_BY_SQL_ALONE = {"hold_key", "seat_change", "booking_archive"}

INSERTED = {
    ("order_event", "order_id"),
    ("price_card_version", "card_id"),
    ("seat", "hall_id"),
    ("show", "hall_id"),
}
"""Where another constraint rejects the change of an existing row: the orphan is inserted instead."""

HOLDS_OF_A_SHOW = {("booking", "show_id"), ("ticket_order", "show_id")}
"""Where the id of the hold has to change with its show (B15)."""

FOLLOW = ", hold_id = encode(substr(uuid_send(hold_bits), 1, 8) || int8send(-7), 'hex')::uuid"


def copy_row(table: str, *, which: str = "true", **changes: str) -> str:
    """SQL that copies a row with a new id, except for these columns."""
    with connection.cursor() as cursor:
        columns = [
            column.name
            for column in connection.introspection.get_table_description(cursor, table)
            if column.name != "id"
        ]
    values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {which} LIMIT 1"  # noqa: S608


def violations() -> dict[str, str]:
    """For each constraint, a statement that violates it and no other."""
    return {
        "api_key_digest_key": copy_row("api_key"),
        "api_key_role_is_known": "UPDATE api_key SET role = 'king'",
        **lines("api_key", "name"),
        **infinite("api_key", at="expires_at"),
        "approval_digest_key": copy_row("approval"),
        "approval_is_by_another_person": "UPDATE approval SET approver_id = person_id",
        **infinite("approval", at="expires_at"),
        **infinite("approval_pin", at="set_at"),
        **out_of_range("approval_pin", tries="6"),
        "audit_entry_facts_is_object": copy_row("audit_entry", facts="'[]'"),
        "audit_entry_times_are_readable": copy_row("audit_entry", at="'infinity'"),
        **negative("booking", "extensions"),
        "hold_has_one_show": "UPDATE booking SET hold_bits = gen_random_uuid()",
        "booking_kind_is_known": "UPDATE booking SET kind = 'gift'",
        "booking_status_is_known": "UPDATE booking SET status = 'AVAILABLE'",
        "locked_has_locked_until": "UPDATE booking SET status = 'LOCKED', locked_until = NULL",
        "unique_seat_per_show": copy_row("booking", status="'LOCKED'", locked_until="now()"),
        **ledger("cash", "cashpayment"),
        **ledger("demo", "demopayment"),
        "one_result_per_key": copy_row("ledger_result"),
        "device_kind_is_known": "UPDATE device SET kind = 'fridge'",
        "device_has_a_code_or_a_token": "UPDATE device SET paired_at = NULL WHERE paired_at IS NOT NULL",
        "device_code_digest_key": copy_row("device", which="code_digest IS NOT NULL"),
        "device_token_digest_key": copy_row("device", which="token_digest IS NOT NULL"),
        **lines("device", "name"),
        **infinite("device", at="created_at"),
        "one_row_per_device_and_hall": copy_row("device_hall"),
        **negative("hall", "capacity", "plan_version", "rows", "seats_per_row"),
        "hall_cleaning_minutes_check": "UPDATE hall SET cleaning_minutes = -1",
        "one_hall_per_name_in_venue": copy_row("hall"),
        **infinite("invitation", at="expires_at"),
        **lines("invitation", "language"),
        "movie_duration_is_sane": "UPDATE movie SET duration_minutes = 1441",
        "movie_duration_minutes_check": "ALTER TABLE movie DROP CONSTRAINT movie_duration_is_sane;"
        "UPDATE movie SET duration_minutes = -1",
        "one_failure_per_loop_and_row": copy_row("failed_row"),
        **negative("failed_row", "times"),
        "movie_has_title": "UPDATE movie SET title = ''",
        "movie_poster_is_https": "UPDATE movie SET poster_url = 'http://example.org/poster.jpg'",
        "movie_trailer_is_https": "UPDATE movie SET trailer_url = 'http://example.org/trailer'",
        "movie_trailer_url_is_an_address": "UPDATE movie SET trailer_url = 'https://ada:secret@example.org/'",
        "movie_synopsis_is_text": "UPDATE movie SET synopsis = E'A\\u0007'",
        "movie_cast_is_array": "UPDATE movie SET cast_names = '{}'",
        "movie_audio_description_is_array": "UPDATE movie SET audio_description = '\"de\"'",
        "movie_captions_is_array": "UPDATE movie SET captions = '{}'",
        "movie_ratings_is_object": "UPDATE movie SET ratings = '[]'",
        "movie_translations_is_object": "UPDATE movie SET translations = '1'",
        "ticket_type_translations_is_object": "UPDATE ticket_type SET translations = '[]'",
        "venue_seat_type_names_is_object": "UPDATE venue SET seat_type_names = '[]'",
        "venue_format_names_is_object": "UPDATE venue SET format_names = 'null'",
        "venue_opening_hours_is_array": "UPDATE venue SET opening_hours = '{}'",
        "venue_email_is_an_address": "UPDATE venue SET email = 'roxy'",
        "venue_website_is_an_address": "UPDATE venue SET website = 'javascript:alert(1)'",
        "one_setup_link": "UPDATE setup_link SET id = 2",
        **infinite("setup_link", at="expires_at"),
        "one_mail_test_per_person": copy_row("mail_test"),
        "mail_test_status_is_known": "UPDATE mail_test SET status = 'MAYBE'",
        **lines("mail_test", "error", "language"),
        **infinite("mail_test", at="ended_at"),
        "venue_country_is_iso_3166": "UPDATE venue SET country = 'de'",
        "venue_region_is_iso_3166": "UPDATE venue SET region = 'DE-BE'",
        "movie_release_year_check": "UPDATE movie SET release_year = -1",
        "one_movie_per_title_and_year": copy_row("movie"),
        "movie_poster_digest_is_a_hash": "UPDATE movie SET poster_digest = 'x'",
        "film_poster_digest_is_a_hash": "UPDATE film_poster SET digest = 'x'",
        "film_poster_width_is_served": "UPDATE film_poster SET width = 641",
        "one_poster_per_film_and_width": copy_row("film_poster"),
        **negative("order_email", "attempts"),
        "email_kind_is_known": "UPDATE order_email SET kind = 'card'",
        "ended_email_has_no_former_address": "UPDATE order_email SET former_address = 'ada@example.org'",
        "order_email_former_address_is_an_address": "UPDATE order_email SET kind = 'address_corrected',"
        " former_address = 'ada@Example.org'",
        "email_status_is_known": "UPDATE order_email SET status = 'MAYBE', next_attempt_at = NULL",
        "order_email_event_id_key": copy_row("order_email"),
        "sent_email_has_its_time": "UPDATE order_email SET status = 'SENT', next_attempt_at = NULL",
        "waiting_email_has_its_next_attempt": "UPDATE order_email SET next_attempt_at = NULL",
        "one_legal_page_per_kind_and_language": copy_row("legal_page"),
        "legal_page_kind_is_known": "UPDATE legal_page SET kind = 'news'",
        "legal_page_language_is_a_tag": "UPDATE legal_page SET language = '../de'",
        "legal_page_has_a_text_or_an_address": "UPDATE legal_page SET text = ''",
        "legal_page_text_is_text": "UPDATE legal_page SET text = repeat('x', 100001)",
        "legal_page_url_is_an_address": "UPDATE legal_page SET text = '', url = 'javascript:alert(1)'",
        "line_kind_is_known": "UPDATE order_line SET kind = 'gift'",
        "net_and_tax_make_gross": "UPDATE order_line SET gross = gross + 0.001",
        "one_line_per_seat": copy_row("order_line", ticket_id="NULL"),
        "order_line_ticket_id_key": copy_row("order_line", which="ticket_id IS NOT NULL", seat_id="NULL"),
        "captured_fits": "UPDATE payment SET captured = amount + 0.001",
        **negative("payment", "attempt"),
        "payment_card_has_four_digits": "UPDATE payment SET card_last4 = '424'",
        "payment_status_is_known": "UPDATE payment SET status = 'MAYBE'",
        "one_payment_per_reference": copy_row("payment"),
        "passkey_challenge_challenge_key": copy_row("passkey_challenge"),
        "passkey_challenge_has_its_action": "UPDATE passkey_challenge SET action = 'x'",
        "passkey_challenge_has_its_person": "UPDATE passkey_challenge SET user_id = NULL",
        **infinite("passkey_challenge", at="expires_at"),
        "refund_is_positive": "UPDATE refund SET amount = 0",
        "refund_status_is_known": "UPDATE refund SET status = 'MAYBE' WHERE settled_at IS NULL",
        "settled_refund_was_refused_and_says_how": "UPDATE refund SET settled_how = ''",
        **negative("seat", "plan_version", "seat_number"),
        "seat_type_is_known": "UPDATE seat SET type = 'throne'",
        "one_seat_per_place": copy_row("seat"),
        "one_seat_per_plan_seat_id": "UPDATE seat SET plan_seat_id = 'same'",
        "supplement_seat_type_is_known": "UPDATE seat_supplement SET seat_type = 'throne'",
        "one_supplement_per_seat_type_in_venue": copy_row("seat_supplement"),
        "one_price_card_per_name_in_venue": copy_row("price_card"),
        **lines("price_card", "name"),
        "one_price_card_version_per_number": copy_row("price_card_version"),
        "price_card_version_counts_from_one": copy_row("price_card_version", number="0"),
        "price_card_version_base_is_in_range": copy_row("price_card_version", number="9", base="'NaN'"),
        "price_card_version_amounts_is_array": copy_row("price_card_version", number="9", amounts="'{}'"),
        "price_card_version_times_are_readable": copy_row(
            "price_card_version", number="9", created_at="'infinity'"
        ),
        "price_rule_weekdays_is_array": "UPDATE price_rule SET weekdays = '{}'",
        **lines("price_rule", "format"),
        **out_of_range("price_rule", position="-1"),
        "price_rule_has_both_times_or_none": "UPDATE price_rule SET starts_before = NULL",
        "price_rule_first_day_is_readable": "UPDATE price_rule SET first_day = '-infinity'",
        "price_rule_last_day_is_readable": "UPDATE price_rule SET last_day = 'infinity'",
        "price_rule_days_in_order": "UPDATE price_rule SET first_day = '2027-01-01'",
        **negative("seller", "next_receipt_number"),
        **negative("show", "plan_version"),
        "show_price_is_not_negative": "UPDATE show SET price = -1",
        "show_sales_open_before_close": "UPDATE show SET sales_open_at = sales_close_at",
        "show_times_are_in_range": "UPDATE show SET sales_close_at = 'infinity'",
        "show_status_is_known": "UPDATE show SET status = 'MAYBE'",
        "show_times_are_in_order": "UPDATE show SET ends_at = starts_at",
        "no_two_shows_overlap_in_a_hall": copy_row("show"),
        "one_grant_per_role_and_venue": copy_row("role_grant", which="venue_id IS NULL"),
        "role_grant_role_is_known": "UPDATE role_grant SET role = 'king'",
        "one_user_per_mail_address": copy_row(
            "staff_user", which="email LIKE 'b%'", email="'B' || substr(email, 2)"
        ),
        "ticket_admission_names_its_door": "UPDATE ticket SET admitted_at = now(), admitted_by_door = ''",
        "ticket_price_is_not_negative": "UPDATE ticket SET price = -0.001",
        "ticket_status_is_known": "UPDATE ticket SET status = 'MAYBE'",
        "ticket_with_end_is_voided": "UPDATE ticket SET voided_at = now(), status = 'VALID'",
        "ticket_code_key": "UPDATE ticket SET code = 'same'",
        "ticket_short_code_key": "UPDATE ticket SET short_code = 'same'",
        "one_valid_ticket_per_seat": copy_row(
            "ticket", which="status = 'VALID'", code="'other'", short_code="'other'"
        ),
        "order_is_of_the_holds_show": "UPDATE ticket_order SET hold_bits = gen_random_uuid()",
        "order_language_is_a_tag": "UPDATE ticket_order SET language = '../de'",
        "order_currency_is_a_code": "UPDATE ticket_order SET currency = 'eur'",
        "order_status_is_known": "UPDATE ticket_order SET status = 'MAYBE'",
        "order_total_is_not_negative": "UPDATE ticket_order SET total = -0.001",
        **negative("ticket_order", "receipt_number"),
        "one_receipt_per_number": "UPDATE ticket_order SET receipt_number = 7, seller_id ="
        " (SELECT id FROM seller)",
        "ticket_order_reference_key": "UPDATE ticket_order SET reference = 'same'",
        "ticket_order_secret_key": "UPDATE ticket_order SET secret = 'same'",
        "one_open_order_per_hold": copy_row(
            "ticket_order",
            reference="'other'",
            secret="'other'",  # noqa: S106 - SQL
            receipt_number="NULL",
            status="'PENDING'",
        ),
        **negative("ticket_type", "position"),
        "one_ticket_type_per_name_in_venue": copy_row("ticket_type"),
        "venue_currency_is_iso_4217": "UPDATE venue SET currency = 'eur'",
        "one_venue_per_name_and_city": copy_row("venue"),
        "venue_day_starts_in_the_day": "UPDATE venue SET day_starts_at = '24:00'",
        "venue_terms_refundable_until_minutes_check": "ALTER TABLE venue_terms DROP CONSTRAINT"
        " venue_terms_refundable_until_minutes_is_in_range;"
        "UPDATE venue_terms SET refundable_until_minutes = -1",
        **lines("movie", "title", "original_title", "genre", "rating", "director", "original_language"),
        **lines("venue", "name", "address", "city", "phone"),
        **lines("hall", "name"),
        **lines("seat", "plan_seat_id", "section", "row_letter", "label"),
        **lines("show", "format", "audio_language", "subtitle_language"),
        **lines("ticket_type", "name"),
        **lines("seller", "legal_name", "tax_number"),
        **lines("ticket_order", "reference", "seller_name", "seller_tax_number"),
        **lines("order_line", "name"),
        **lines("customer", "name"),
        "refund_settled_how_is_one_line": "UPDATE refund SET settled_how = E'A\\n', settled_at = now(),"
        " status = 'REFUSED'",
        **lines("ticket", "code", "ticket_type_name"),
        "ticket_admitted_by_door_is_one_line": "UPDATE ticket SET admitted_at = now(),"
        " admitted_by_door = E'A\\n'",
        **lines("staff_user", "first_name", "last_name"),
        "staff_user_email_is_an_address": "UPDATE staff_user SET email = 'boss'",
        "customer_email_is_an_address": "UPDATE customer SET email = 'ada@Example.org'",
        "movie_poster_url_is_an_address": "UPDATE movie SET poster_url = 'https://ada:secret@example.org/a.jpg'",
        **out_of_range("movie", release_year="1887"),
        **out_of_range("hall", cleaning_minutes="1441"),
        **out_of_range("show", price="'NaN'"),
        **out_of_range("ticket", version="0"),
        **out_of_range("ticket_type", adjustment="10000000", minimum_age="0", most_per_order="101"),
        **out_of_range("seat_supplement", amount="'NaN'"),
        **out_of_range("order_line", tax_rate="100"),
        **out_of_range(
            "venue_terms", ticket_tax_rate="'NaN'", refundable_until_minutes="527041", refund_limit="'NaN'"
        ),
        **infinite(
            "movie", "ticket", "ticket_order", "payment", "refund", "idempotency_key", at="created_at"
        ),
        **infinite("demo_payment", "cash_payment", at="created_at"),
        **infinite("order_email", at="changed_at"),
        **infinite("failed_row", at="first_at"),
        **infinite("staff_user", at="date_joined"),
        **infinite("booking", at="locked_until"),
        "order_event_times_are_readable": copy_row("order_event", at="'infinity'"),
        "venue_currency_is_known": "UPDATE venue SET currency = 'DEM'",
        "venue_timezone_is_known": "UPDATE venue SET timezone = 'localtime'",
    }


UNBREAKABLE = {"seat_in_plan": "seat", "show_in_plan": "show"}
"""Implied by the primary key; the foreign keys of `booking` need them."""


def negative(table: str, *columns: str) -> dict[str, str]:
    """Columns that Django checks to be at least zero."""
    return {
        f"{table}_{column}_check": f'UPDATE {table} SET "{column}" = -1'  # noqa: S608
        for column in columns
    }


def lines(table: str, *columns: str) -> dict[str, str]:
    """Columns of single-line text."""
    return {
        f"{table}_{column}_is_one_line": f"UPDATE {table} SET \"{column}\" = E'Roxy\\nBcc'"  # noqa: S608
        for column in columns
    }


def infinite(*tables: str, at: str) -> dict[str, str]:
    """Times that only PostgreSQL can represent."""
    return {
        f"{table}_times_are_readable": f"UPDATE {table} SET {at} = 'infinity'"  # noqa: S608
        for table in tables
    }


def out_of_range(table: str, **values: str) -> dict[str, str]:
    """Columns of numbers with a range."""
    return {
        f"{table}_{column}_is_in_range": f"UPDATE {table} SET {column} = {value}"  # noqa: S608
        for column, value in values.items()
    }


def ledger(provider: str, prefix: str) -> dict[str, str]:
    """The ledger of a payment provider."""
    table = f"{provider}_payment"
    return {
        f"{prefix}_status_is_known": f"UPDATE {table} SET status = 'MAYBE'",  # noqa: S608
        f"{prefix}_takes_no_more_than_asked": f"UPDATE {table} SET captured = amount + 0.001",  # noqa: S608
        f"{prefix}_returns_no_more_than_taken": f"UPDATE {table} SET refunded = captured + 0.001",  # noqa: S608
        f"{table}_begin_key_key": copy_row(table, reference="'other'"),
    }


@pytest.fixture
def populated_database(db: None) -> None:  # noqa: ARG001
    """Rows in every table. Violations are reported at once, not at the commit."""
    populate_database()
    execute("SET CONSTRAINTS ALL IMMEDIATE")


def execute(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def rejected_by(sql: str) -> str:
    """Return the name of the constraint that rejects the statement."""
    try:
        with transaction.atomic():
            for statement in sql.split(";"):
                execute(statement)
            transaction.set_rollback(True)
    except Error as error:
        cause = error.__cause__
        return (isinstance(cause, psycopg.Error) and cause.diag.constraint_name) or str(error)
    return "nothing"


@pytest.mark.usefixtures("populated_database")
def test_each_constraint_rejects_its_violation() -> None:
    assert {name: rejected_by(sql) for name, sql in violations().items()} == {
        name: name for name in violations()
    }


@pytest.mark.usefixtures("populated_database")
def test_the_database_accepts_no_value_that_python_cannot_read() -> None:
    accepted = [
        f"{table}.{column} = {value}"
        for table, column, kind in execute(COLUMNS)
        if table not in READ_BY_SQL_ALONE
        for value in UNREADABLE.get(kind, ())
        if rejected_by(f"UPDATE {table} SET \"{column}\" = '{value}'") == "nothing"  # noqa: S608
    ]
    assert accepted == []


@pytest.mark.usefixtures("populated_database")
@pytest.mark.parametrize("other", [{"section": "'Balcony'"}, {"label": "'1a'"}])
def test_a_plan_can_have_a_row_and_number_once_per_section_and_label(other: dict[str, str]) -> None:
    assert rejected_by(copy_row("seat", **other)) == "nothing"


def test_no_constraint_is_without_a_test() -> None:
    in_database = {name for (name,) in execute(NAMED)}
    assert in_database == {*violations(), *UNBREAKABLE}


def test_foreign_keys_of_bookings_depend_on_the_keys_of_plans() -> None:
    for name, table in UNBREAKABLE.items():
        assert "other objects depend on it" in rejected_by(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@pytest.mark.usefixtures("populated_database")
def test_each_foreign_key_rejects_an_orphan() -> None:
    found, expected = {}, {}
    for name, table, column in execute(FOREIGN_KEYS):
        one = f'(SELECT ctid FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 1)'  # noqa: S608
        follow = FOLLOW if (table, column) in HOLDS_OF_A_SHOW else ""
        orphan = f'UPDATE "{table}" SET "{column}" = -7{follow} WHERE ctid = {one}'  # noqa: S608
        found[name] = rejected_by(
            copy_row(table, **{column: "-7"}) if (table, column) in INSERTED else orphan
        )
        expected[name] = name
    assert found
    assert found == expected
