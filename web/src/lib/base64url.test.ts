import { expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "./base64url.ts";

test.each([
  [[], ""],
  [[251, 255, 254], "-__-"],
  [[1], "AQ"],
  [[1, 2], "AQI"],
])("%j is %s", (bytes, text) => {
  expect(toBase64Url(new Uint8Array(bytes).buffer)).toBe(text);
  expect([...fromBase64Url(text)]).toEqual(bytes);
});
