import { expect, it } from "vitest";
import { newIdempotencyKey } from "./idempotency-key.ts";

it("makes a key of its own each time, in letters that a header takes", () => {
  const keys = new Set(Array.from({ length: 50 }, newIdempotencyKey));
  expect(keys.size).toBe(50);
  for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
});
