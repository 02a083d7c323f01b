import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const TOKENS = readFileSync("src/ui/tokens.css", "utf8");
const THEMES = ["light", "dark"] as const;

/** The colour of a token in a theme: "#faf7f2". */
function colour(token: string, theme: (typeof THEMES)[number]): string {
  const found = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(TOKENS);
  return found?.[theme === "light" ? 1 : 2] ?? "";
}

/** The relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const SHAPES = [
  ["taken-cross", "taken-fill"],
  ["free-stroke", "free-fill"],
  ["free-stroke", "bg"],
  ["premium-stroke", "premium-fill"],
  ["premium-stroke", "bg"],
  ["muted", "bg"],
  ["ink", "bg"],
  ["accent", "bg"],
];

it.each(SHAPES.flatMap((pair) => THEMES.map((theme) => [...pair, theme])))(
  "draws shapes with a contrast of 3 to 1 at least: %s on %s, %s",
  (shape = "", ground = "", theme) => {
    const [one, other] = [shape, ground].map((token) => colour(token, theme as "light" | "dark"));
    expect(contrast(one ?? "", other ?? "")).toBeGreaterThanOrEqual(3);
  },
);

it.each(THEMES)("draws taken seats lighter than free ones, by its fill, in the %s theme", (theme) => {
  const onPaper = (token: string) => contrast(colour(token, theme), colour("bg", theme));
  expect(onPaper("taken-fill")).toBeLessThan(onPaper("free-stroke"));
  expect(onPaper("taken-cross")).toBeLessThan(onPaper("free-stroke"));
});
