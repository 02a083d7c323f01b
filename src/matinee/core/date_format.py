"""Format days and times in the active language.

Arguments are aware datetimes in the time zone to show. The date patterns are translatable messages with CLDR
patterns, so that each language has its own order.
"""

from datetime import datetime

from babel.dates import format_date, format_time
from django.utils.translation import pgettext

from matinee.core.language import current_locale


def day(moment: datetime) -> str:
    """`"Wednesday 25 November"`, in German `"Mittwoch, 25. November"`."""
    return format_date(moment, pgettext("CLDR date pattern", "EEEE d MMMM"), locale=current_locale())


def short_day(moment: datetime) -> str:
    """`"Wed 25 Nov"`, in German `"Mi., 25. Nov."`."""
    return format_date(moment, pgettext("CLDR date pattern", "EEE d MMM"), locale=current_locale())


def day_and_year(moment: datetime) -> str:
    """`"Wednesday 25 November 2026"`, in German `"Mittwoch, 25. November 2026"`."""
    return format_date(moment, pgettext("CLDR date pattern", "EEEE d MMMM y"), locale=current_locale())


def clock_time(moment: datetime) -> str:
    """`"20:15"`."""
    return format_time(moment, "short", locale=current_locale())
