import { describe, expect, it } from "vitest";
import { addMoney, adjustedPrice, formatMoney, formatMoneyShort, smallestUnits, sumMoney } from "./money.ts";

describe("money", () => {
  it("adds decimal strings exactly", () => {
    expect(addMoney("0.10", "0.20")).toBe("0.30");
    expect(sumMoney(["14.00", "11.50", "8.25"])).toBe("33.75");
    expect(sumMoney(["1200", "800"])).toBe("2000");
    expect(sumMoney(["1.250", "0.005"])).toBe("1.255");
    expect(sumMoney([])).toBe("0");
  });

  it("counts smallest units", () => {
    expect(smallestUnits("14.00")).toBe(1400);
    expect(smallestUnits("1200")).toBe(1200);
  });

  it("never charges less than nothing", () => {
    expect(adjustedPrice("11.00", "-3.00", "0.00")).toBe("8.00");
    expect(adjustedPrice("2.50", "-3.00", "0.00")).toBe("0.00");
    expect(adjustedPrice("0.50", "-0.20", "0.00")).toBe("0.30");
    expect(adjustedPrice("11.50", "-3.00", "0.50")).toBe("8.00");
  });

  it("writes each currency with its own digits", () => {
    expect(formatMoney("14.00", "EUR")).toBe("€14.00");
    expect(formatMoney("1200", "JPY")).toBe("¥1,200");
    expect(formatMoneyShort("11.00", "EUR")).toBe("€11");
    expect(formatMoneyShort("11.50", "EUR")).toBe("€11.50");
  });
});
