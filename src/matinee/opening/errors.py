"""The errors of settings, halls and first shows. Each docstring is the message for people."""

from datetime import datetime
from typing import Annotated, Any

from matinee.core.problems import Problem
from matinee.shows.errors import HallOccupied


class HallNotFound(Problem):
    """There is no such hall at your cinemas."""

    code = "hall-not-found"
    title = "Hall not found"
    status = 404


class VenueNameInUse(Problem):
    """There is a cinema with this name in this city already. Choose another name."""

    code = "venue-name-in-use"
    title = "Name in use"
    status = 409


class HallNameInUse(Problem):
    """The cinema has a hall with this name already. Choose another name."""

    code = "hall-name-in-use"
    title = "Name in use"
    status = 409


class CurrencyFixed(Problem):
    """The cinema has sold tickets, so its currency stays. Open another cinema for another currency."""

    code = "currency-fixed"
    title = "Currency fixed"
    status = 409

    currency: Annotated[str, "The currency of the cinema (ISO 4217)."]


class ConfirmationRequired(Problem):
    """This changes the local time or the business day of shows that are planned. Look at them and confirm."""

    code = "confirmation-required"
    title = "Confirmation required"
    status = 409

    impact: Annotated[dict[str, Any], "The shows, as the response to a dry run lists them."]


class NoAddress(Problem):
    """A program has no email address. Sign in to send a test email to yourself."""

    code = "no-address"
    title = "No address"
    status = 409


class NoMailServer(Problem):
    """The site has no mail server. Ask the person who runs the server to set SMTP_URL and MAIL_FROM, and to
    start the site again."""

    code = "no-mail-server"
    title = "No mail server"
    status = 409


class HallOccupiedBy(HallOccupied):
    """Another show is in this hall at that time, or the hall is still being cleaned after it."""

    movie: Annotated[str, "The title of the first show in the way."]
    starts_at: datetime
    hall_free_at: Annotated[datetime, "When the hall is clean after it."]
    next_free_at: Annotated[datetime, "The next time at which the new show fits."]
