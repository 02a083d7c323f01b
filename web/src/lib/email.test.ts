import { expect, it } from "vitest";
import { emailProblem } from "./email.ts";

it("lets through what may be an address, and says what is wrong with the rest", () => {
  for (const good of ["ada@example.org", " ada+cinema@mail.example.co.uk ", "ädä@exämple.org"]) {
    expect(emailProblem(good)).toBe(null);
  }
  expect(emailProblem("  ")).toBe("missing");
  for (const bad of ["ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@example..org"]) {
    expect(emailProblem(bad)).toBe("malformed");
  }
});
