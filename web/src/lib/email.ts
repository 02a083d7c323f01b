/** A quick check of an email address before it is sent. Rejects only what can't be an address. */

export type EmailProblem = "missing" | "malformed";

export function emailProblem(text: string): EmailProblem | null {
  const address = text.trim();
  if (address === "") return "missing";
  return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(address) ? null : "malformed";
}
