/** Sets a title in capitals, as large as its box allows. */

/** In poster units. The last line is at the bottom of the box. */
export type Box = { x: number; y: number; width: number; height: number };

/** `length` is the width of the line, in any font. */
export type TitleLine = { text: string; x: number; y: number; length: number };
export type TitleSet = { size: number; lines: TitleLine[] };

const LARGEST = 84;
const LINE_HEIGHT = 0.93;
const MAX_LETTERS = 72;

/** A short last word: the 2 of "Toy Story 2" is not on a line of its own. */
const WIDOW = /\s(\S{1,2})$/;

/** Advance widths of Big Shoulders at weight 800, in ems. */
function letterWidth(letter: string): number {
  if (/[MW—]/.test(letter)) return 0.82;
  if (/[N&#%…]/.test(letter)) return 0.62;
  if (/[I1\s!'’.,:;()*]/.test(letter)) return 0.25;
  return letter.charCodeAt(0) < 0x2e80 ? 0.5 : 1;
}

const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);

function shortened(title: string): string {
  if (title.length <= MAX_LETTERS) return title;
  return `${title.slice(0, MAX_LETTERS).replace(/\s+\S*$/, "")}…`;
}

function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Of all line breaks between words, uses the one with the largest font size. */
export function setTitle(title: string, box: Box): TitleSet {
  const words = shortened(title).toUpperCase().trim().replace(WIDOW, "\u00a0$1").split(/ +/);
  const widths = words.flatMap((_, from) =>
    words.slice(from).map((_, to) => widthOf(words.slice(from, from + to + 1).join(" "))),
  );
  let best = { size: 0, lines: [""] };
  for (const width of widths) {
    const lines = wrapped(words, width);
    const widest = Math.max(...lines.map(widthOf));
    const size = Math.min(LARGEST, box.width / widest, box.height / (lines.length * LINE_HEIGHT));
    if (size > best.size) best = { size, lines };
  }
  const { size, lines } = best;
  const bottom = box.y + box.height;
  return {
    size,
    lines: lines.map((text, index) => ({
      text,
      x: box.x,
      y: bottom - (lines.length - 1 - index) * size * LINE_HEIGHT,
      length: widthOf(text) * size,
    })),
  };
}
