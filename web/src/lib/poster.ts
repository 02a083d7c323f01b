/**
 * Draws the poster of a film. Its base texts determine the drawing, so that it is the same in each language. The
 * title on it is in the app's language.
 */

import { COMPOSITIONS, type Random, type Role, type Shape } from "./poster-shapes.ts";
import { setTitle, type TitleSet } from "./poster-title.ts";

export { HEIGHT, WIDTH } from "./poster-shapes.ts";

const PAPER = "#f2e5ca";
const INK = "#1f1c19";
const PETROL = "#0e5a63";
const OCHRE = "#dda23a";
const BRICK = "#b0412a";
const SAGE = "#a8c3b8";

type Palette = Record<Role, string>;

const PALETTES: readonly Palette[] = [
  { ground: PAPER, text: INK, ink: INK, a: BRICK, b: PETROL, c: OCHRE },
  { ground: PETROL, text: PAPER, ink: INK, a: OCHRE, b: INK, c: BRICK },
  { ground: OCHRE, text: INK, ink: INK, a: BRICK, b: PAPER, c: PETROL },
  { ground: BRICK, text: PAPER, ink: INK, a: OCHRE, b: INK, c: SAGE },
  { ground: INK, text: PAPER, ink: INK, a: BRICK, b: OCHRE, c: SAGE },
  { ground: SAGE, text: INK, ink: INK, a: PETROL, b: PAPER, c: BRICK },
];

export type Poster = {
  composition: number;
  ground: string;
  shapes: (Omit<Shape, "fill"> & { fill: string })[];
  title: TitleSet & { fill: string };
};

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** A pseudo-random generator (mulberry32): the same seed gives the same numbers. */
function seededRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const isDark = (colour: string): boolean => [PETROL, BRICK, INK].includes(colour);

export type PosterTexts = { title: string; base_title: string; base_genre: string };

export function posterOf({ title, base_title, base_genre }: PosterTexts): Poster {
  const random = seededRandom(hashOf(`${base_genre}: ${base_title}`));
  const composition = random(COMPOSITIONS.length);
  const palette = PALETTES[random(PALETTES.length)] as Palette;
  const draw = COMPOSITIONS[composition] as (typeof COMPOSITIONS)[number];
  const { shapes, title: box, titleOn } = draw(random);
  return {
    composition,
    ground: palette.ground,
    shapes: shapes.map(({ path, fill }) => ({ path, fill: palette[fill] })),
    title: { ...setTitle(title, box), fill: isDark(palette[titleOn]) ? PAPER : INK },
  };
}
