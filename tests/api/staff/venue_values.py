"""A cinema, as the staff app opens one."""

NEW_VENUE = {
    "name": "Rex",
    "address": "Kirchgasse 7",
    "city": "Wiesbaden",
    "country": "DE",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
}
