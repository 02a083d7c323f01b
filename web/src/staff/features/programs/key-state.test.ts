import { expect, it } from "vitest";
import { stateOf, stateText } from "./key-state.ts";

it("knows which keys have ended", () => {
  const now = Date.parse("2026-12-01T09:00:00Z");
  const key = (expires_at: string | null, revoked_at: string | null = null) => ({ expires_at, revoked_at });
  expect(stateOf(key(null), now)).toBe("active");
  expect(stateOf(key("2026-12-01T08:59:00Z"), now)).toBe("ended");
  expect(stateOf(key("2026-12-02T09:00:00Z"), now)).toBe("active");
  expect(stateOf(key("2026-12-02T09:00:00Z", "2026-11-30T09:00:00Z"), now)).toBe("revoked");
  expect(stateText(key("2026-12-02T12:00:00Z"), now)).toBe("Active until 2 Dec 2026");
  expect(stateText(key(null, "2026-11-30T12:00:00Z"), now)).toBe("Revoked on 30 Nov 2026");
});
