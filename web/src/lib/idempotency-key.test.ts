import { expect, it } from "vitest";
import { newIdempotencyKey } from "./idempotency-key.ts";

it("creates a different header-safe key each time", () => {
  const keys = new Set(Array.from({ length: 50 }, newIdempotencyKey));
  expect(keys.size).toBe(50);
  for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
});
