"""CHECK constraints of the value types. They also apply to SQL that bypasses the validators."""

from decimal import Decimal

from django.db.models import CheckConstraint, DateTimeField, F, Func, Q, TextField, Value
from django.db.models.functions import Greatest, Least, Length
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan, LessThanOrEqual

from matinee.core import countries, email_address, money, multi_line, single_line, translations, web_address
from matinee.core.time_range import EARLIEST_TIME, LATEST_TIME


def line_check(table: str, column: str, *, max_length: int = single_line.MAX_LENGTH) -> CheckConstraint:
    """One line of text, not blank."""
    is_line = Q(**{f"{column}__regex": single_line.LINE})
    return CheckConstraint(
        condition=is_line & Q(LessThanOrEqual(Length(column), max_length)),
        name=f"{table}_{column}_is_one_line",
    )


def optional_line_check(
    table: str, column: str, *, max_length: int = single_line.MAX_LENGTH
) -> CheckConstraint:
    """One line of text, or nothing."""
    is_line = Q(**{f"{column}__regex": single_line.LINE})
    return CheckConstraint(
        condition=Q(**{column: ""}) | (is_line & Q(LessThanOrEqual(Length(column), max_length))),
        name=f"{table}_{column}_is_one_line",
    )


def email_check(table: str, column: str) -> CheckConstraint:
    """An email address in its normal form, or nothing."""
    has_shape = Q(**{f"{column}__regex": email_address.SHAPE})
    return CheckConstraint(
        condition=Q(**{column: ""})
        | (has_shape & Q(LessThanOrEqual(Length(column), email_address.MAX_LENGTH))),
        name=f"{table}_{column}_is_an_address",
    )


def web_address_check(table: str, column: str) -> CheckConstraint:
    """An address of http or https, or nothing."""
    has_shape = Q(**{f"{column}__iregex": web_address.SHAPE})
    return CheckConstraint(
        condition=Q(**{column: ""})
        | (has_shape & Q(LessThanOrEqual(Length(column), web_address.MAX_LENGTH))),
        name=f"{table}_{column}_is_an_address",
    )


def range_check(table: str, column: str, lowest: Decimal | int, highest: Decimal | int) -> CheckConstraint:
    """A number in a range. NaN is rejected: PostgreSQL sorts it above all numbers."""
    return CheckConstraint(
        condition=Q(**{f"{column}__gte": lowest, f"{column}__lte": highest}),
        name=f"{table}_{column}_is_in_range",
    )


def amount_check(table: str, column: str, *, lowest: Decimal = Decimal(0)) -> CheckConstraint:
    """An amount of a price."""
    return range_check(table, column, lowest, money.HIGHEST_AMOUNT)


def tax_rate_check(table: str, column: str) -> CheckConstraint:
    """Per cent, from 0 to 99.99."""
    return range_check(table, column, Decimal(0), money.HIGHEST_TAX_RATE)


def moments_check(table: str, *columns: str) -> CheckConstraint:
    """Moments that Python can read, or none."""
    several = len(columns) > 1
    # Both functions ignore NULL.
    earliest, latest = (Least(*columns), Greatest(*columns)) if several else (F(columns[0]), F(columns[0]))
    first, after_last = (Value(each, DateTimeField()) for each in (EARLIEST_TIME, LATEST_TIME))
    return CheckConstraint(
        condition=Q(GreaterThanOrEqual(earliest, first)) & Q(LessThan(latest, after_last)),
        name=f"{table}_times_are_readable",
    )


def text_check(table: str, column: str, *, max_length: int = multi_line.MAX_LENGTH) -> CheckConstraint:
    """Text of several lines, or nothing."""
    return CheckConstraint(
        condition=Q(**{f"{column}__regex": multi_line.TEXT}) & Q(LessThanOrEqual(Length(column), max_length)),
        name=f"{table}_{column}_is_text",
    )


def language_check(table: str, column: str) -> CheckConstraint:
    """A language tag. The validators check the case of its parts."""
    return CheckConstraint(
        condition=Q(**{f"{column}__regex": translations.STORED_TAG_PATTERN})
        & Q(LessThanOrEqual(Length(column), translations.MAX_TAG_LENGTH)),
        name=f"{table}_{column}_is_a_tag",
    )


def json_check(table: str, column: str, kind: str) -> CheckConstraint:
    """JSON of this kind: `object` or `array`. The validators check what it contains."""
    return CheckConstraint(
        condition=Q(Exact(Func(F(column), function="jsonb_typeof", output_field=TextField()), kind)),
        name=f"{table}_{column}_is_{kind}",
    )


def country_check(table: str, column: str) -> CheckConstraint:
    """An ISO 3166 code, or nothing."""
    return CheckConstraint(
        condition=Q(**{f"{column}__regex": countries.COUNTRY_PATTERN}), name=f"{table}_{column}_is_iso_3166"
    )


def region_check(table: str, column: str) -> CheckConstraint:
    """An ISO 3166-2 code without its country, or nothing."""
    return CheckConstraint(
        condition=Q(**{f"{column}__regex": countries.REGION_PATTERN}), name=f"{table}_{column}_is_iso_3166"
    )
