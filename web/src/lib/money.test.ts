import { describe, expect, it } from "vitest";
import { addMoney, formatMoney, formatMoneyShort, isNothing, leastMoney, sumMoney } from "./money.ts";

describe("money", () => {
  it("adds decimal strings exactly", () => {
    expect(addMoney("0.10", "0.20")).toBe("0.30");
    expect(sumMoney(["14.00", "11.50", "8.25"])).toBe("33.75");
    expect(sumMoney(["1200", "800"])).toBe("2000");
    expect(sumMoney(["1.250", "0.005"])).toBe("1.255");
    expect(sumMoney([])).toBe("0");
  });

  it("finds the smallest", () => {
    expect(leastMoney(["14.00", "9.50", "11.00"])).toBe("9.50");
    expect(leastMoney(["1200", "800"])).toBe("800");
    expect(leastMoney([])).toBe("0");
  });

  it("recognises zero", () => {
    expect(["0", "0.00", "0.000", "0.01", "1"].map(isNothing)).toEqual([true, true, true, false, false]);
  });

  it("formats each currency with its own digits", () => {
    expect(formatMoney("14.00", "EUR")).toBe("€14.00");
    expect(formatMoney("1200", "JPY")).toBe("¥1,200");
    expect(formatMoneyShort("11.00", "EUR")).toBe("€11");
    expect(formatMoneyShort("11.50", "EUR")).toBe("€11.50");
  });
});
