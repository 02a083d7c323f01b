/** A look at an e-mail address before anything is sent: only what can't be one is turned away. */

export type EmailProblem = "missing" | "malformed";

export function emailProblem(text: string): EmailProblem | null {
  const address = text.trim();
  if (address === "") return "missing";
  return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(address) ? null : "malformed";
}
