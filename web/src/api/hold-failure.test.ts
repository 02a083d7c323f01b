// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { holdFailureOf, seatsTaken } from "./hold-failure.ts";
import { Problem, problemText } from "./problem.ts";
import type { ProblemCode } from "./problem-document.ts";

const place = (id: number, number: number) => ({ id, row: "F", number });

describe("seats that another visitor took", () => {
  it("names the seat and the nearest free ones, and offers the first of them", () => {
    const refusal = seatsTaken([place(12, 12)], [12], [place(13, 13), { id: 99, row: "G", number: 12 }]);
    expect(refusal.text).toBe("F12 was just taken. Nearest free: F13, G12");
    expect(refusal.label).toBe("Take F13");
    expect(refusal.alternativeIds).toEqual([13]);
  });

  it("keeps the free seats of a group and replaces the taken ones", () => {
    const refusal = seatsTaken([place(11, 11), place(12, 12)], [12], [place(11, 11), place(13, 13)]);
    expect(refusal.text).toBe("F12 was just taken. Nearest free: F13");
    expect(refusal.label).toBe("Take F11 and F13");
    expect(refusal.alternativeIds).toEqual([11, 13]);
  });

  it("offers no alternative if none is free", () => {
    const refusal = seatsTaken([place(11, 11), place(12, 12)], [11, 12], []);
    expect(refusal).toEqual({ text: "F11 and F12 were just taken.", alternativeIds: [], label: "" });
  });
});

describe("other errors", () => {
  const text = (status: number, code: ProblemCode, wait: number | null = null) =>
    holdFailureOf(new Problem(status, { code }, wait), [place(12, 12)]).text;

  it("say what to do next", () => {
    expect(text(409, "sales-closed")).toMatch(/Choose another time/);
    expect(text(409, "show-cancelled")).toMatch(/cancelled/);
    expect(text(503, "busy", 3)).toBe("The box office is busy. Try again in 3 seconds.");
    expect(text(410, "hold-expired")).toMatch(/released/);
  });

  it("distinguish too many seats from other errors by their field", () => {
    const faulty = (field: string) => new Problem(400, { code: "invalid", errors: { [field]: ["No."] } });
    expect(holdFailureOf(faulty("seat_ids"), []).text).toMatch(/Release one/);
    expect(holdFailureOf(faulty("show_id"), []).text).toMatch(/Load the page again/);
  });

  it("have a message for unknown codes", () => {
    expect(text(418, "teapot" as ProblemCode)).toMatch(/Load the page again/);
    expect(problemText(new TypeError("Failed to fetch"))).toMatch(/didn’t answer/);
  });
});
