"""The demo: two cinemas, five halls, real films, and a programme that is always filled a fortnight ahead."""

from matinee.shows.demo.filling import DAYS_AHEAD, Filled, fill, is_wanted

__all__ = ["DAYS_AHEAD", "Filled", "fill", "is_wanted"]
