"""Values that every entry point rejects, and values that every entry point accepts."""

from decimal import Decimal

BAD_LINES = {
    "line break": "Roxy\nBcc: v@evil.example",
    "line break at the end": "Roxy\n",
    "carriage return": "Roxy\r",
    "tab": "Ro\txy",
    "vertical tab": "Ro\vxy",
    "form feed": "Ro\fxy",
    "escape": "\x1b[31mRoxy",
    "delete": "Ro\x7fxy",
    "NUL": "Ro\x00xy",
    "next line": "Ro\x85xy",
    "string terminator": "Ro\x9cxy",
    "line separator": "Ro\u2028xy",
    "paragraph separator": "Ro\u2029xy",
    "lone surrogate": "Ro\ud800xy",
    "right-to-left override": "Roxy \u202egpj.exe",
    "left-to-right embedding": "\u202aRoxy",
    "isolate": "\u2066Roxy\u2069",
    "annotation": "Ro\ufff9xy",
    "no character": "Ro\uffffxy",
    "white space": " \u00a0\u3000",
    "invisible": "\u200b\u2060",
    "Hangul filler": "\u3164",
    "variation selector": "\ufe0f",
}

NOT_IN_SQL = {"NUL", "lone surrogate"}
"""Values that cannot be sent to PostgreSQL."""

GOOD_LINES = {
    "Hebrew": "עברית",
    "Hebrew with a mark": "\u200fאב 2",
    "Arabic": "العربية",
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Thai": "ภาพยนตร์",
    "Devanagari": "क्षत्रिय",
    "family": "👨‍👩‍👧‍👦",
    "flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "apostrophes": "O’Neil's",
    "markup": 'Tom & "Jerry" <3',
    "beyond the BMP": "𝒳𠮷",
    "combining": "Ame\u0301lie",
    "composed": "Am\u00e9lie",
    "NULL": "NULL",
    "zero": "0",
    "template": "{{ x }} %s",
}
"""At most 20 characters each, since row names have no more."""

BAD_EMAILS = {
    "header": '"x\x0bBcc:v@evil.example\x0bX-A:"@example.com',
    "quoted": '"ada lovelace"@example.org',
    "line break": "ada@example.org\nBcc: v@evil.example",
    "line break at the end": "ada@example.org\n",
    "NUL": "ada@example.org\x00",
    "no domain": "ada@",
    "no dot": "ada@example",
    "two addresses": "ada@example.org, eve@example.org",
    "display name": "Ada <ada@example.org>",
    "comment": "ada(me)@example.org",
    "two dots": "ada..l@example.org",
    "domain literal": "ada@[127.0.0.1]",
    "number": "ada@127.0.0.1",
    "local part beyond ASCII": "jörg@example.org",
    "emoji domain": "ada@💩.la",
    "underscore": "ada@_dmarc.example.org",
    "invisible": "ada\u200b@example.org",
    "override": "ada@\u202eexample.org",
    "lone surrogate": "ada\ud800@example.org",
    "long local part": "a" * 65 + "@example.org",
    "long domain": "a@" + "b" * 60 + ("." + "c" * 60) * 4 + ".de",
    "longer than a form field": "ada@" + "x" * 300 + ".org",
}

GOOD_EMAILS = {
    "ada@example.org": "ada@example.org",
    "Ada.Lovelace+film@Example.ORG": "Ada.Lovelace+film@example.org",
    "o'neil@example.org": "o'neil@example.org",
    "a@straße.de": "a@xn--strae-oqa.de",
    "a@xn--strae-oqa.de": "a@xn--strae-oqa.de",
    "a@BÜCHER.example": "a@xn--bcher-kva.example",
    "a@日本.jp": "a@xn--wgv71a.jp",
    " ada@example.org ": "ada@example.org",
}
"""Input, and the value that is stored."""

BAD_AMOUNTS = [
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e2",
    "1E-2",
    "٣",
    "\uff11\uff12",
    "0x10",
    "1_000",
    "--1",
    "1,2,3",
]
BAD_AMOUNTS += ["10000000", "9" * 30, "12.3456", "twelve", "12\u00a0€"]

UNFIT_AMOUNTS = [("EUR", "8.505"), ("EUR", "0.001"), ("JPY", "13.5"), ("JPY", "0.01")]
FIT_AMOUNTS = [("EUR", "8.50"), ("EUR", "12"), ("JPY", "1800"), ("KWD", "1.005"), ("EUR", "9999999.99")]

BAD_TAX_RATES = ["-100", "-0.01", "100", "999", "7.005", "NaN", "1e1", "Infinity"]
GOOD_TAX_RATES = {"0": Decimal(0), "7": Decimal(7), "99.99": Decimal("99.99"), "5.5": Decimal("5.5")}

BAD_TIME_ZONES = ["localtime", "Factory", "posixrules", "posix/Europe/Berlin", "right/UTC", "SystemV/EST5"]
BAD_TIME_ZONES += [
    "europe/berlin",
    "Mars/Base",
    "UTC+1",
    "+01:00",
    "",
    "Europe/Berlin\n",
    "CET-1CEST",
]

BAD_CURRENCIES = ["eur", "DEM", "XXX", "XAU", "XTS", "EURO", "€", "", "EU", "CLF", "EUR\n", "BTC"]

BAD_WEB_ADDRESSES = [
    "http://example.org/a.jpg",
    "javascript:alert(1)",
    "data:image/png;base64,AA",
    "//example.org/a.jpg",
    "/a.jpg",
    "https://",
    "https:///a.jpg",
    "https://ada:secret@example.org/a.jpg",
    "https://example.org@evil.example/a.jpg",
    "https://example.org\\@evil.example/a.jpg",
    "https://example.org/a\n.jpg",
    "https://example.org/a b.jpg",
    "https://exa mple.org/",
    "https://example.org/\u202egpj",
    "https://example.org/" + "a" * 2000,
]
GOOD_WEB_ADDRESSES = [
    "https://example.org",
    "https://example.org/a.jpg?b=c&d=e@f#g",
    "HTTPS://EXAMPLE.ORG:8443/A.JPG",
    "https://bücher.example/ä.jpg",
    "https://192.0.2.1/a.jpg",
]
