/** A hint for mistyped domains of email addresses. */

/** Common mail providers. */
const PROVIDERS = [
  "gmail.com",
  "googlemail.com",
  "hotmail.com",
  "hotmail.de",
  "hotmail.co.uk",
  "outlook.com",
  "outlook.de",
  "live.com",
  "live.de",
  "live.co.uk",
  "yahoo.com",
  "yahoo.de",
  "yahoo.co.uk",
  "ymail.com",
  "icloud.com",
  "aol.com",
  "aol.de",
  "proton.me",
  "protonmail.com",
  "posteo.de",
  "mailbox.org",
  "gmx.de",
  "gmx.net",
  "gmx.com",
  "gmx.at",
  "gmx.ch",
  "web.de",
  "t-online.de",
  "freenet.de",
  "arcor.de",
  "1und1.de",
  "vodafone.de",
  "bluewin.ch",
  "btinternet.com",
  "comcast.net",
];

/** Real domains that resemble a provider. They get no hint, and nobody is sent to them. */
const LOOKALIKES = ["me.com", "mac.com", "msn.com", "mail.de", "mail.com", "email.de", "email.com", "gmx.li"];

/** Whether one letter is missing, added or replaced, or two neighbours are swapped. */
function isOneSlipAway(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const rest = (text: string, skipped: number) => text.slice(start + skipped);
  if (rest(typed, 1) === rest(meant, 1)) return true;
  if (rest(typed, 1) === rest(meant, 0) || rest(typed, 0) === rest(meant, 1)) return true;
  const isSwapped = typed[start] === meant[start + 1] && typed[start + 1] === meant[start];
  return isSwapped && rest(typed, 2) === rest(meant, 2);
}

/** "ada@gmail.com" for "ada@gmial.com"; null for a known domain, and for one that resembles no known one. */
export function emailSuggestion(text: string): string | null {
  const address = text.trim();
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 1 || [...PROVIDERS, ...LOOKALIKES].includes(domain)) return null;
  const meant = PROVIDERS.find((provider) => isOneSlipAway(domain, provider));
  return meant === undefined ? null : `${address.slice(0, at)}@${meant}`;
}
