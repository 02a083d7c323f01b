"""Build the fonts of printed documents from npm packages: `python tools/fonts.py`. The fonts are committed.

Each Noto font keeps only the characters that no earlier font has. The order here is the fallback order in
documents. `covered.json` lists all characters as ranges.
"""

import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "src" / "matinee" / "tickets" / "fonts"
FIRST = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")
VERSION = "0.4"
SCRIPTS = (
    *("hebrew", "arabic", "armenian", "georgian", "ethiopic", "devanagari", "bengali", "gurmukhi"),
    *("gujarati", "oriya", "tamil", "telugu", "kannada", "malayalam", "sinhala", "thai", "lao", "khmer"),
    *("myanmar", "thaana"),
)
IN_EVERY_FONT = {0x20, 0x200C, 0x200D, 0x25CC}
"""Space, joiners and the dotted circle. Text shaping needs them in each font."""
SYMBOLS = ((0x2000, 0x2BFF), (0x3000, 0x303F))


def main() -> int:
    """Write the fonts and the list of their characters."""
    covered = set().union(*(letters(TTFont(FOLDER / name)) for name in FIRST))
    for package, weight, wanted in fonts():
        covered |= build(package, weight, wanted, covered)
    text = json.dumps(ranges(sorted(covered)), separators=(",", ":"))
    (FOLDER / "covered.json").write_text(text + "\n")
    return 0


def fonts() -> Iterator[tuple[str, str, Callable[[int], bool]]]:
    """Yield package, weight and character filter of each font, in order of preference."""
    yield "noto-sans", "700Bold", is_not_devanagari
    yield "noto-sans", "400Regular", is_not_devanagari
    for script in SCRIPTS:
        yield f"noto-sans-{script}", "500Medium", everything
    yield "noto-sans-math", "400Regular", is_symbol
    yield "noto-sans-symbols", "500Medium", is_symbol
    yield "noto-sans-symbols-2", "400Regular", is_symbol
    yield "noto-emoji", "500Medium", everything
    yield "noto-sans-jp", "500Medium", partial(is_encoded, codecs=("euc_jp",))
    yield "noto-sans-kr", "500Medium", is_hangul
    yield "noto-sans-sc", "500Medium", partial(is_encoded, codecs=("gb2312", "big5"))


def everything(_: int) -> bool:
    """Include every character of the font."""
    return True


def is_not_devanagari(letter: int) -> bool:
    """Exclude Devanagari from Noto Sans: all characters of a script must be in one font."""
    return not (0x0900 <= letter <= 0x097F or 0x1CD0 <= letter <= 0x1CFF or 0xA830 <= letter <= 0xA8FF)


def is_symbol(letter: int) -> bool:
    """Punctuation, arrows, mathematical operators, shapes, dingbats."""
    return any(first <= letter <= last for first, last in SYMBOLS)


def is_hangul(letter: int) -> bool:
    """Korean syllables and letters."""
    return 0xAC00 <= letter <= 0xD7A3 or 0x3130 <= letter <= 0x318F or 0x1100 <= letter <= 0x11FF


def is_encoded(letter: int, codecs: tuple[str, ...]) -> bool:
    """Whether a national encoding has it in at most two bytes: the characters in common use."""
    for codec in codecs:
        try:
            if len(chr(letter).encode(codec)) <= 2:
                return True
        except UnicodeEncodeError:
            continue
    return False


def build(package: str, weight: str, wanted: Callable[[int], bool], covered: set[int]) -> set[int]:
    """Write a subset of a font. Returns its characters."""
    font = TTFont(BytesIO(fetch(package, weight)))
    bold = package == "noto-sans" and weight == "700Bold"
    chosen = {letter for letter in letters(font) if wanted(letter)}
    if package != "noto-sans":
        chosen = chosen - covered | IN_EVERY_FONT & letters(font)
    options = Options(hinting=False, notdef_outline=True, layout_features=["*"], name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=chosen)
    subsetter.subset(font)
    name = package.title().replace("-", "").replace("Jp", "JP").replace("Kr", "KR").replace("Sc", "SC")
    font.save(FOLDER / f"{name}-{weight[3:]}.ttf")
    report(
        f"{name}-{weight[3:]}: {len(chosen)} letters, {(FOLDER / f'{name}-{weight[3:]}.ttf').stat().st_size}"
    )
    return set() if bold else letters(font)


def fetch(package: str, weight: str) -> bytes:
    """Download a package with npm. Returns one of its font files."""
    with TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"@expo-google-fonts/{package}@{VERSION}"]
        packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S603
        with tarfile.open(Path(folder) / packed.split()[-1]) as tar:
            pattern = re.compile(rf"package/{weight}/[^/]+\.ttf")
            member = next(one for one in tar if pattern.fullmatch(one.name))
            file = tar.extractfile(member)
            return file.read() if file else b""


def letters(font: TTFont) -> set[int]:
    """Return the code points of a font."""
    return set(font.getBestCmap())


def ranges(numbers: list[int]) -> list[list[int]]:
    """Compress sorted numbers into ranges [first, last]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def report(line: str) -> None:
    """Print a line to stderr."""
    print(line, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
