/**
 * Amounts are decimal strings with the currency's number of digits ("14.00", "1200"). Sums use whole numbers
 * of the smallest unit, never floats.
 */

import { formatLocale } from "./language.ts";

type Units = { units: number; digits: number };

function parse(amount: string): Units {
  const [whole = "0", fraction = ""] = amount.split(".");
  return { units: Number(whole + fraction), digits: fraction.length };
}

function print({ units, digits }: Units): string {
  const sign = units < 0 ? "-" : "";
  const text = String(Math.abs(units)).padStart(digits + 1, "0");
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function addMoney(left: string, right: string): string {
  const [a, b] = [parse(left), parse(right)];
  const digits = Math.max(a.digits, b.digits);
  return print({ units: a.units * 10 ** (digits - a.digits) + b.units * 10 ** (digits - b.digits), digits });
}

export const isNothing = (amount: string): boolean => parse(amount).units === 0;

export function sumMoney(amounts: readonly string[]): string {
  return amounts.length === 0 ? "0" : amounts.reduce(addMoney);
}

/** The smallest of several amounts in one currency; "0" if there are none. */
export const leastMoney = (amounts: readonly string[]): string =>
  amounts.reduce((least, one) => (Number(one) < Number(least) ? one : least), amounts[0] ?? "0");

const formats = new Map<string, Intl.NumberFormat>();

/** Cached: creating a format is far slower than using it, and a hall has hundreds of prices. */
function format(currency: string, digits: Pick<Intl.NumberFormatOptions, "trailingZeroDisplay">) {
  const name = [formatLocale(), currency, digits.trailingZeroDisplay].join();
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol", ...digits } as const;
  const made = formats.get(name) ?? new Intl.NumberFormat(formatLocale(), style);
  formats.set(name, made);
  return made;
}

/** "€14.00" */
export function formatMoney(amount: string, currency: string): string {
  return format(currency, { trailingZeroDisplay: "auto" }).format(Number(amount));
}

/** "€14", "€14.50": without decimals for whole amounts. */
export function formatMoneyShort(amount: string, currency: string): string {
  return format(currency, { trailingZeroDisplay: "stripIfInteger" }).format(Number(amount));
}
