"""Search in short texts, such as titles and names: without accents and case, and with small typing errors.

A query finds a text in one of these ways:

1. It is part of one of the text's lines, or each of its words is part of the text: as written, without its
   punctuation, or with spaces in place of it. `spider-man` finds `Spider Man`.
2. The same without words that consist of punctuation, if 1 finds no text.
3. Each of its words is similar to a word of the text, or to the beginning of one. This applies only if 1
   and 2 find no text, so that a correct query finds nothing else.

A word of one letter or digit must be a word of the text, unless the whole query is part of a line: `wall e`
finds `WALL-E`, but not `Wallace`. A word of up to 3 letters must be right, one of up to 7 may have one error,
a longer one two. An error is one more letter, a missing one, a wrong one, or two letters in the wrong order.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "’": "'"}
)
"""Letters that Unicode does not decompose, and the apostrophe of print."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

MAX_WORDS = 6
"""Words of a query that are compared with tolerance. The time of a search is limited."""

SINGLE = {"Ll", "Nd"}
"""Unicode's categories of lower-case letters and digits. A single character of Chinese is a word or a part of
one."""

_word = re.compile(r"\w+")
_no_word = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text in the form that is searched."""

    lines: str
    words: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "SearchText":
        """Prepare the lines of a text. Umlauts are also found as `ae`, and words without their hyphens."""
        forms = dict.fromkeys(form for text in texts for form in _forms(text))
        lines = "\n".join(forms)
        return cls(lines, frozenset(_word.findall(lines)))

    def has(self, word: str) -> bool:
        """Whether a folded word is part of the text: a single letter or digit as a word of its own."""
        if len(word) == 1 and unicodedata.category(word) in SINGLE:
            return word in self.words
        return word in self.lines

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.lines)


def fold(text: str) -> str:
    """Return a text in lower case, without accents. Equal letters in any case give equal results."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.upper().casefold().translate(LETTERS)


def find(texts: Mapping[int, SearchText], query: str) -> list[int]:
    """Return the keys of the texts that a query finds, in their order."""
    queries = [_Query.of(spelling) for spelling in _spellings(query)]
    found = [key for key, text in texts.items() if any(one.is_part_of(text) for one in queries)]
    plain_words, separate_words = queries[0].plain_words, queries[0].separate_words
    return (
        found
        or [key for key, text in texts.items() if plain_words and _has_all(text, plain_words)]
        or _similar(texts, plain_words)
        or (_similar(texts, separate_words) if separate_words != plain_words else [])
    )


def is_similar(one: str, other: str, errors: int) -> bool:
    """Whether one word becomes the other by so many errors (optimal string alignment)."""
    if abs(len(one) - len(other)) > errors:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        following = [i]
        for j, another in enumerate(other, start=1):
            cost = min(row[j] + 1, following[-1] + 1, row[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and another == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > errors and min(row) > errors:
            return False
        before, row = row, following
    return row[-1] <= errors


@dataclass(frozen=True, slots=True)
class _Query:
    """A query in the form in which texts are searched."""

    line: str
    words: list[tuple[str, ...]]
    """The forms of each word."""
    plain_words: list[str]
    """Each word without its punctuation."""
    separate_words: list[str]
    """The words between spaces and punctuation."""

    @classmethod
    def of(cls, query: str) -> "_Query":
        line = fold(query).strip()
        forms = [(word, _no_word.sub("", word), _no_word.sub(" ", word).strip()) for word in line.split()]
        return cls(
            line,
            [tuple(filter(None, dict.fromkeys(word))) for word in forms],
            [plain for _, plain, _ in forms if plain],
            _word.findall(line),
        )

    def is_part_of(self, text: SearchText) -> bool:
        """Whether the query, or each of its words, is part of a text. An empty query is part of none."""
        if self.line and text.has(self.line):
            return True
        return bool(self.words) and all(any(map(text.has, word)) for word in self.words)


def _has_all(text: SearchText, words: list[str]) -> bool:
    return all(map(text.has, words))


def _spellings(text: str) -> tuple[str, str]:
    """Return a text as written, and with its umlauts as two letters."""
    return text, unicodedata.normalize("NFC", text).translate(UMLAUTS)


def _forms(text: str) -> Iterable[str]:
    for spelling in _spellings(text):
        folded = fold(spelling)
        yield folded
        yield _no_word.sub("", folded)


def _similar(texts: Mapping[int, SearchText], pieces: list[str]) -> list[int]:
    """Return the keys of the texts that have a similar word for each word of the query."""
    words = list(dict.fromkeys(pieces))
    if not words or len(words) > MAX_WORDS or not any(_tolerated(word) for word in words):
        return []
    vocabulary = frozenset[str]().union(*(text.words for text in texts.values()))
    alike = [_words_like(word, vocabulary) for word in words]
    return [
        key
        for key, text in texts.items()
        if all(text.has(piece) or text.words & one for piece, one in zip(words, alike, strict=True))
    ]


def _words_like(word: str, vocabulary: Iterable[str]) -> frozenset[str]:
    errors = _tolerated(word)
    if not errors:
        return frozenset()
    letters = set(word)
    return frozenset(
        one
        for one in vocabulary
        # Each letter that is not in the other word is an error. This is quicker than the exact comparison.
        if len(one) >= len(word) - errors
        and len(letters.difference(one)) <= errors
        and (is_similar(word, one, errors) or is_similar(word, one[: len(word)], errors))
    )


def _tolerated(word: str) -> int:
    """Return how many errors a word of a query may have."""
    if len(word) <= 3:
        return 0
    return 1 if len(word) <= 7 else 2
