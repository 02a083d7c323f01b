import { describe, expect, it } from "vitest";
import { HEIGHT, posterOf, WIDTH } from "./poster.ts";
import { COMPOSITIONS } from "./poster-shapes.ts";
import { setTitle } from "./poster-title.ts";

const TITLES = [
  "Up",
  "Fargo",
  "Toy Story 2",
  "The Lord of the Rings: The Fellowship of the Ring",
  "Wallace & Gromit: The Curse of the Were-Rabbit",
  "Die Feuerzangenbowle",
  "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
  "七人の侍",
  "",
  "word ".repeat(60),
];

const film = (title: string, genre: string) => ({ title, base_title: title, base_genre: genre });

describe("a drawn poster", () => {
  it("is the same for the same title and genre, and different for others", () => {
    expect(posterOf(film("Up", "Adventure"))).toEqual(posterOf(film("Up", "Adventure")));
    expect(posterOf(film("Up", "Adventure"))).not.toEqual(posterOf(film("Up", "Drama")));
    expect(posterOf(film("Up", "Adventure"))).not.toEqual(posterOf(film("Fargo", "Adventure")));
  });

  it("is the same drawing in each language, with the title in that language", () => {
    const { title, ...drawing } = posterOf(film("Up", "Adventure"));
    const { title: german, ...inGerman } = posterOf({ ...film("Up", "Adventure"), title: "Oben" });
    expect(inGerman).toEqual(drawing);
    expect([title, german].map(({ lines }) => lines.map(({ text }) => text))).toEqual([["UP"], ["OBEN"]]);
  });

  it("uses each of the eight compositions", () => {
    const drawn = new Set(
      Array.from({ length: 200 }, (_, index) => posterOf(film(`Film ${index}`, "")).composition),
    );
    expect(COMPOSITIONS).toHaveLength(8);
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("draws no shape twice, so that each path names its element", () => {
    for (let index = 0; index < 200; index += 1) {
      const paths = posterOf(film(`Film ${index}`, "Drama")).shapes.map((shape) => shape.path);
      expect(new Set(paths).size).toBe(paths.length);
    }
  });

  it.each(TITLES)("sets every line of %j on the sheet", (title) => {
    for (const genre of ["Drama", "Comedy", "Action", "Adventure", "War", "Horror", "Western", "Noir"]) {
      const { lines, size } = posterOf(film(title, genre)).title;
      expect(size).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.x + line.length).toBeLessThanOrEqual(WIDTH - 13.9);
        expect(line.y).toBeLessThanOrEqual(HEIGHT - 13.9);
        expect(line.y - size * 0.81).toBeGreaterThanOrEqual(13.9);
      }
    }
  });
});

describe("a title", () => {
  const box = { x: 10, y: 100, width: 180, height: 80 };

  it("breaks where the text is largest", () => {
    expect(setTitle("The Dark Knight", box).lines.map((line) => line.text)).toEqual(["THE DARK", "KNIGHT"]);
  });

  it("leaves no number alone on the last line", () => {
    expect(setTitle("Toy Story 2", box).lines.at(-1)?.text).toBe("STORY\u00a02");
  });

  it("ends at the bottom of the box", () => {
    expect(setTitle("Fargo", box).lines.map((line) => [line.x, line.y])).toEqual([[10, 180]]);
  });

  it("is shortened at a word if it is too long", () => {
    const text = setTitle("word ".repeat(60), box)
      .lines.map((line) => line.text)
      .join(" ");
    expect(text).toMatch(/^(WORD ){13}WORD…$/);
  });
});
