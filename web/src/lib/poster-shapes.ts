/** The eight compositions of a drawn poster: large flat shapes on 200 × 300 units. */

import type { Box } from "./poster-title.ts";

/** The colours of the ground, the title, black, and three more. */
export type Role = "ground" | "text" | "ink" | "a" | "b" | "c";

/** `path` is the `d` attribute of an SVG path. */
export type Shape = { path: string; fill: Role };
export type Composition = { shapes: Shape[]; title: Box; titleOn: Role };

/** Returns a whole number in [0, below). Each choice of a poster uses it. */
export type Random = (below: number) => number;

export const WIDTH = 200;
export const HEIGHT = 300;

const MARGIN = 14;

const circle = (x: number, y: number, r: number, fill: Role): Shape => ({
  path: `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`,
  fill,
});

const rect = (x: number, y: number, width: number, height: number, fill: Role): Shape => ({
  path: `M${x} ${y}h${width}v${height}h${-width}z`,
  fill,
});

/** Through points "x y". */
const polygon = (fill: Role, ...points: string[]): Shape => ({ path: `M${points.join("L")}z`, fill });

/** Half a circle of radius `r` above legs of length `leg`; upside down if negative. */
const arch = (x: number, y: number, r: number, leg: number, fill: Role): Shape => ({
  path: `M${x - r} ${y}v${-leg}a${r} ${r} 0 0 ${leg < 0 ? 0 : 1} ${2 * r} 0v${leg}z`,
  fill,
});

const titleAt = (y: number, height: number): Box => ({
  x: MARGIN,
  y,
  width: WIDTH - 2 * MARGIN,
  height,
});

const BELOW = titleAt(204, 82);

function sunset(random: Random): Composition {
  const x = [54, 100, 146][random(3)] ?? 100;
  const glints = [66, 44, 22].map((width, index) => rect(x - width / 2, 164 + index * 13, width, 5, "a"));
  return {
    shapes: [circle(x, 104, 68, "a"), circle(x, 104, 40, "c"), rect(0, 150, WIDTH, 150, "b"), ...glints],
    title: BELOW,
    titleOn: "b",
  };
}

function beam(random: Random): Composition {
  const top = 44 + random(3) * 20;
  return {
    shapes: [
      polygon("b", `26 ${top}`, "200 -4", "200 204"),
      polygon("a", `26 ${top}`, `200 ${top - 24}`, "200 150"),
      circle(26, top, 26, "c"),
      circle(26, top, 9, "ground"),
    ],
    title: BELOW,
    titleOn: "ground",
  };
}

function arches(random: Random): Composition {
  const roles: Role[] = random(2) ? ["a", "ground", "b", "c"] : ["b", "a", "c", "ground"];
  return {
    shapes: roles.map((fill, index) => arch(100, 190, 86 - 22 * index, 82, fill)),
    title: BELOW,
    titleOn: "ground",
  };
}

const SEAT = 32;

function seats(random: Random): Composition {
  const highlighted = 5 + random(10);
  const places = Array.from({ length: 20 }, (_, index) => index);
  return {
    shapes: places.flatMap((place) => {
      const x = 28 + (place % 5) * 36;
      const y = 158 + Math.floor(place / 5) * 45;
      return [
        arch(x, y, SEAT / 2, 14, place === highlighted ? "b" : "a"),
        rect(x - SEAT / 2, y + 3, SEAT, 7, place === highlighted ? "b" : "c"),
      ];
    }),
    title: titleAt(16, 92),
    titleOn: "ground",
  };
}

const TILE = WIDTH / 3;

/** A quarter circle in one of the four corners, or a whole circle. */
function tile(x: number, y: number, turn: number, fill: Role): Shape {
  const r = TILE;
  if (turn === 4) return circle(x + r / 2, y + r / 2, r / 2, fill);
  const corners = [
    `M${x} ${y}h${r}a${r} ${r} 0 0 1 ${-r} ${r}z`,
    `M${x + r} ${y}v${r}a${r} ${r} 0 0 1 ${-r} ${-r}z`,
    `M${x + r} ${y + r}h${-r}a${r} ${r} 0 0 1 ${r} ${-r}z`,
    `M${x} ${y + r}v${-r}a${r} ${r} 0 0 1 ${r} ${r}z`,
  ];
  return { path: corners[turn] ?? "", fill };
}

function tiles(random: Random): Composition {
  const roles: Role[] = ["a", "b", "c"];
  const first = random(3);
  const places = Array.from({ length: 9 }, (_, index) => index);
  return {
    shapes: places.map((place) => {
      const [column, row] = [place % 3, Math.floor(place / 3)];
      return tile(column * TILE, row * TILE, random(5), roles[(first + column + 2 * row) % 3] ?? "a");
    }),
    title: titleAt(212, 74),
    titleOn: "ground",
  };
}

function hills(random: Random): Composition {
  const moon = 46 + random(3) * 54;
  return {
    shapes: [
      circle(moon, 148, 30, "a"),
      polygon("c", "-30 300", "62 150", "154 300"),
      polygon("b", "50 300", "146 178", "242 300"),
      polygon("text", "-10 300", "84 232", "178 300"),
    ],
    title: titleAt(16, 90),
    titleOn: "ground",
  };
}

function eye(random: Random): Composition {
  const look = 84 + random(3) * 16;
  return {
    shapes: [
      { path: "M0 104Q100 -34 200 104Q100 242 0 104z", fill: "b" },
      { path: "M14 104Q100 0 186 104Q100 208 14 104z", fill: "a" },
      circle(look, 104, 44, "c"),
      circle(look, 104, 20, "ink"),
      circle(look + 14, 90, 8, "ground"),
    ],
    title: BELOW,
    titleOn: "ground",
  };
}

function curtain(random: Random): Composition {
  const roles: Role[] = random(2) ? ["a", "b", "c", "b", "a"] : ["b", "a", "c", "a", "b"];
  const drop = 20 + random(3) * 8;
  return {
    shapes: roles.map((fill, index) =>
      arch(20 + 40 * index, 0, 20, -(72 + drop * Math.abs(2 - index)), fill),
    ),
    title: BELOW,
    titleOn: "ground",
  };
}

export const COMPOSITIONS = [sunset, beam, arches, seats, tiles, hills, eye, curtain] as const;
