import { expect, it } from "vitest";
import { emailSuggestion } from "./email-suggestion.ts";

it("suggests the domain that is one slip away", () => {
  for (const typed of [
    "gmial.com",
    "gmai.com",
    "gmaill.com",
    "gnail.com",
    "gmail.con",
    "gmail.co",
    "GMIAL.com",
  ]) {
    expect(emailSuggestion(` ada@${typed} `)).toBe("ada@gmail.com");
  }
  expect(emailSuggestion("ada+cinema@hotmial.com")).toBe("ada+cinema@hotmail.com");
  expect(emailSuggestion("ada@t-onlin.de")).toBe("ada@t-online.de");
});

it("suggests nothing for a known domain, or for one that resembles none", () => {
  const domains = [
    "gmail.com",
    "mail.com",
    "gmx.at",
    "web.de",
    "example.org",
    "kino.example",
    "gmx.li",
    "gmail.de",
    "",
  ];
  for (const domain of domains) expect(emailSuggestion(`ada@${domain}`)).toBe(null);
  for (const text of ["", "ada", "@gmial.com"]) expect(emailSuggestion(text)).toBe(null);
});
