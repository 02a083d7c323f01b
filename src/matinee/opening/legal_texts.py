"""Which legal texts a cinema needs to sell online, by its country. This is no legal advice."""

from collections.abc import Collection, Mapping

from matinee.checkout.models import LegalKind

EUROPEAN_UNION = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
EUROPEAN_ECONOMIC_AREA = EUROPEAN_UNION | {"IS", "LI", "NO"}

REQUIRED_IN: Mapping[LegalKind, frozenset[str]] = {
    # EEA: Art. 5 of Directive 2000/31/EC on electronic commerce. DE: § 5 DDG. AT: § 5 ECG.
    # GB: Electronic Commerce (EC Directive) Regulations 2002, reg. 6. CH: Art. 3 (1) (s) UWG.
    LegalKind.IMPRINT: EUROPEAN_ECONOMIC_AREA | {"GB", "CH"},
    # No law demands terms of one's own: without them, the general law applies.
    LegalKind.TERMS: frozenset(),
    # EEA: Art. 13 GDPR. GB: Art. 13 UK GDPR. CH: Art. 19 DSG.
    LegalKind.PRIVACY: EUROPEAN_ECONOMIC_AREA | {"GB", "CH"},
    # Art. 13 and Annex V of Directive (EU) 2019/882, the European Accessibility Act, for e-commerce
    # since 28 June 2025. DE: § 14 BFSG.
    LegalKind.ACCESSIBILITY: EUROPEAN_UNION,
}
"""The countries that require a text. All others recommend it."""


def required_kinds(country: str) -> frozenset[str]:
    """The kinds that a country (ISO 3166) requires. All of them for an empty one, which is not known yet."""
    return frozenset(kind for kind, countries in REQUIRED_IN.items() if not country or country in countries)


def missing_kinds(country: str, present: Collection[str]) -> list[str]:
    """The required kinds that are not there, in the order of the links."""
    return [kind for kind in LegalKind.values if kind in required_kinds(country) and kind not in present]


def recommended_kinds(country: str, present: Collection[str]) -> list[str]:
    """The other kinds that are not there."""
    return [kind for kind in LegalKind.values if kind not in required_kinds(country) and kind not in present]
