"""Days and times as people write them, in the language that is spoken now.

Moments are aware and in the zone on whose clock they are read. How a day is written is a message like any
other: a pattern of CLDR, in the order that the language wants.
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
