import { describe, expect, it } from "vitest";
import { fitSize, scrollDelta, wheelFactor, zoomSize } from "./zoom.ts";

describe("the size of seats", () => {
  it("fits the whole hall into the frame in both directions, up to a maximum", () => {
    expect(fitSize({ width: 30, height: 20 }, { width: 600, height: 600 })).toBe(20);
    expect(fitSize({ width: 30, height: 20 }, { width: 900, height: 500 })).toBe(25);
    expect(fitSize({ width: 5, height: 4 }, { width: 900, height: 600 })).toBe(44);
  });

  it("stays between the minimum and the maximum", () => {
    expect(zoomSize(30, 1.4, 12)).toBe(42);
    expect(zoomSize(14, 0.5, 12)).toBe(12);
    expect(zoomSize(60, 2, 12)).toBe(72);
  });

  it("may be the legible size if the whole hall is larger", () => {
    expect(zoomSize(44, 0.1, 40)).toBe(27);
  });

  it("doubles when the wheel turns forward, and halves when it turns back", () => {
    expect(wheelFactor(-160)).toBe(2);
    expect(wheelFactor(160)).toBe(0.5);
    expect(wheelFactor(0)).toBe(1);
  });
});

describe("the content under the pointer", () => {
  it("stays there after the zoom", () => {
    // The map starts 100 to the left of the window, 400 wide; the pointer is at its half, 100.
    expect(scrollDelta(100, { start: -100, length: 400 }, { start: -100, length: 800 })).toBe(200);
    expect(scrollDelta(100, { start: -100, length: 400 }, { start: -100, length: 400 })).toBe(0);
    expect(scrollDelta(0, { start: 0, length: 400 }, { start: 0, length: 800 })).toBe(0);
  });

  it("includes the movement of the map, which occurs if it is smaller than its frame", () => {
    expect(scrollDelta(50, { start: 50, length: 100 }, { start: 0, length: 200 })).toBe(-50);
  });
});
