import { expect, it } from "vitest";
import { emailProblem } from "./email.ts";

it("accepts plausible addresses, and names the problem of the others", () => {
  for (const good of ["ada@example.org", " ada+cinema@mail.example.co.uk ", "ädä@exämple.org"]) {
    expect(emailProblem(good)).toBe(null);
  }
  expect(emailProblem("  ")).toBe("missing");
  for (const bad of ["ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@example..org"]) {
    expect(emailProblem(bad)).toBe("malformed");
  }
});
