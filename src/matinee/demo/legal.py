"""The legal pages of the demo's cinemas. They show the form; they are no legal advice.

The phone number is one that Germany reserves for fiction.
"""

from matinee.checkout.models import LegalKind
from matinee.demo.cinemas import BERLIN, NEW_YORK

BERLIN_IMPRINT_DE = """
Dieses Kino gibt es nicht: Es gehört zur Demo von Matinee.

# Angaben gemäß § 5 DDG

Lindenhof Lichtspiele GmbH
Lindenhof 7
10405 Berlin

Telefon: 030 23125 000
E-Mail: lindenhof@example.org

USt-IdNr.: DE 123 456 789
"""

BERLIN_IMPRINT_EN = """
This cinema does not exist. It is part of the demonstration of Matinee.

# Provider

Lindenhof Lichtspiele GmbH
Lindenhof 7
10405 Berlin, Germany

Phone: +49 30 23125 000
Email: lindenhof@example.org

VAT number: DE 123 456 789
"""

TERMS_DE = """
Dies ist eine Demo: Es wird nichts verkauft, und es fließt kein Geld.

# Stornierung

Eintrittskarten können Sie bis zwei Stunden vor Beginn der Vorstellung auf der Seite Ihrer Buchung \
stornieren. \
Sie bekommen den vollen Preis zurück.

# Ausfall

Fällt eine Vorstellung aus, erstatten wir den vollen Preis.
"""

TERMS_EN = """
This is a demonstration: nothing is sold, and no money moves.

# Cancellation

You can cancel your tickets on the page of your booking until two hours before the show. You get the full \
price back.

# Cancelled shows

If a show is cancelled, we refund the full price.
"""

PRIVACY_DE = """
Für eine Buchung brauchen wir Ihre E-Mail-Adresse, damit wir Ihnen die Eintrittskarten schicken \
können. Der \
Name ist freiwillig. Ein Jahr nach der Vorstellung löschen wir beides.

Auf Ihrem Gerät speichern wir Ihren Namen und Ihre E-Mail-Adresse nur, wenn Sie es wünschen.
"""

PRIVACY_EN = """
We need your email address to send you your tickets. Your name is optional. A year after the show, we erase \
both.

On your device, we keep your name and email address only if you ask us to.
"""

ACCESSIBILITY_DE = """
Diese Website ist nach WCAG 2.2 AA gebaut. Wenn Ihnen etwas im Weg ist, sagen Sie es uns an der Kasse.

Saal 1 hat Rollstuhlplätze mit Plätzen für Begleitpersonen daneben.
"""

ACCESSIBILITY_EN = """
This website is built to WCAG 2.2 AA. If something is in your way, tell us at the box office.
"""

LEGAL_PAGES = {
    BERLIN.name: {
        (LegalKind.IMPRINT, "de"): BERLIN_IMPRINT_DE.strip(),
        (LegalKind.IMPRINT, "en"): BERLIN_IMPRINT_EN.strip(),
        (LegalKind.TERMS, "de"): TERMS_DE.strip(),
        (LegalKind.TERMS, "en"): TERMS_EN.strip(),
        (LegalKind.PRIVACY, "de"): PRIVACY_DE.strip(),
        (LegalKind.PRIVACY, "en"): PRIVACY_EN.strip(),
        (LegalKind.ACCESSIBILITY, "de"): ACCESSIBILITY_DE.strip(),
        (LegalKind.ACCESSIBILITY, "en"): ACCESSIBILITY_EN.strip(),
    },
    NEW_YORK.name: {
        (LegalKind.TERMS, "en"): TERMS_EN.strip(),
        (LegalKind.PRIVACY, "en"): PRIVACY_EN.strip(),
        (LegalKind.ACCESSIBILITY, "en"): ACCESSIBILITY_EN.strip(),
    },
}
"""The texts of each cinema, by kind and language."""
