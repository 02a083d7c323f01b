"""The list of what is still missing before a cinema sells online, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext

from matinee.checkout.models import LegalKind
from matinee.opening.legal_texts import missing_kinds, recommended_kinds
from matinee.opening.queries import facts_of
from matinee.opening.rules import Facts, Requirement, unmet
from matinee.venues.models import Venue


@dataclass(frozen=True)
class CheckedRequirement:
    """A requirement, whether it is met, a sentence about it, and the screen that completes it."""

    code: Requirement
    is_done: bool
    text: str
    screen: str
    """A path of the staff app; empty where the settings of the server decide."""


def texts_when_done() -> dict[Requirement, str]:
    """What is there, in the active language."""
    return {
        Requirement.ADDRESS: gettext("The cinema has its address and its country."),
        Requirement.SELLER: gettext("The legal seller and the tax are known."),
        Requirement.LEGAL_TEXTS: gettext("The legal texts that the country requires are there."),
        Requirement.HALL: gettext("There is a hall with seats."),
        Requirement.FILMS: gettext("There are films."),
        Requirement.PRICES: gettext("There are ticket types."),
        Requirement.FIRST_SHOW: gettext("There are shows to come."),
        Requirement.EMAIL: gettext("The site has a mail server."),
        Requirement.PAYMENTS: gettext("Payments are set up."),
        Requirement.SECOND_FACTOR: gettext("All owners sign in with a second factor."),
        Requirement.SITE_URL: gettext("The site has its public address."),
    }


def texts_when_missing() -> dict[Requirement, str]:
    """What to do, in the active language."""
    return {
        Requirement.ADDRESS: gettext("Choose the country of the cinema. Age ratings and holidays follow it."),
        Requirement.SELLER: gettext("Enter the company that sells the tickets, its tax number and the tax."),
        Requirement.LEGAL_TEXTS: gettext("Enter the legal texts that the country requires."),
        Requirement.HALL: gettext("Create a hall with its seats."),
        Requirement.FILMS: gettext("Add a film."),
        Requirement.PRICES: gettext("Create a ticket type, such as Adult."),
        Requirement.FIRST_SHOW: gettext("Plan the first show."),
        Requirement.EMAIL: gettext(
            "Ask the person who runs the server to set SMTP_URL and MAIL_FROM. Without a mail server, "
            "nobody gets a ticket."
        ),
        Requirement.PAYMENTS: gettext(
            "Ask the person who runs the server to set the live keys of Stripe, or PAYMENTS=counter-only. "
            "Payments move no money now."
        ),
        Requirement.SECOND_FACTOR: gettext("Ask each owner to set up a second factor."),
        Requirement.SITE_URL: gettext(
            "Ask the person who runs the server to set SITE_URL to the public address, which begins with https://."
        ),
    }


def _legal_text(facts: Facts, text: str) -> str:
    """The sentence about legal texts, and which ones are missing or recommended."""
    found = [text]
    if missing := missing_kinds(facts.country, facts.legal_kinds):
        found.append(gettext("Missing: %(texts)s.") % {"texts": _names(missing)})
    if recommended := recommended_kinds(facts.country, facts.legal_kinds):
        found.append(gettext("Recommended too: %(texts)s.") % {"texts": _names(recommended)})
    return " ".join(found)


def _names(kinds: list[str]) -> str:
    names = {
        LegalKind.IMPRINT: gettext("imprint"),
        LegalKind.TERMS: gettext("terms"),
        LegalKind.PRIVACY: gettext("privacy notice"),
        LegalKind.ACCESSIBILITY: gettext("accessibility statement"),
    }
    return ", ".join(names[LegalKind(kind)] for kind in kinds)


SCREENS = {
    Requirement.ADDRESS: "/settings/cinema",
    Requirement.SELLER: "/settings/seller",
    Requirement.LEGAL_TEXTS: "/settings/legal",
    Requirement.HALL: "/set-up/hall",
    Requirement.FILMS: "/films",
    Requirement.PRICES: "/prices/ticket-types",
    Requirement.FIRST_SHOW: "/set-up/show",
    Requirement.EMAIL: "/settings/email",
    Requirement.PAYMENTS: "/settings/payments",
    Requirement.SECOND_FACTOR: "/people",
    Requirement.SITE_URL: "",
}


def requirements_of(venue: Venue) -> list[CheckedRequirement]:
    """All requirements of a venue, in the order of the work, in the active language."""
    facts = facts_of(venue)
    missing = unmet(facts)
    texts = {
        **texts_when_done(),
        **{one: text for one, text in texts_when_missing().items() if one in missing},
    }
    texts[Requirement.LEGAL_TEXTS] = _legal_text(facts, texts[Requirement.LEGAL_TEXTS])
    return [
        CheckedRequirement(
            code=one,
            is_done=one not in missing,
            text=texts[one],
            screen=SCREENS[one],
        )
        for one in Requirement
    ]
