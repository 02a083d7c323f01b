/** What to enter in a field that the server has refused, in the language of the app. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { partMessage } from "#api/staff/problem.ts";

const LINE = msg`Enter one line of text.`;
const AMOUNT = msg`Enter an amount in digits, with no more decimals than the currency has.`;
const UP_TO_200 = msg`Enter a number from 1 to 200.`;

const TEXTS: Record<string, MessageDescriptor> = {
  name: LINE,
  address: LINE,
  city: LINE,
  "seller.legal_name": LINE,
  legal_name: LINE,
  "seller.tax_number": LINE,
  tax_number: LINE,
  country: msg`Choose a country.`,
  region: msg`Enter the code of the region without the country, such as BE or NY.`,
  timezone: msg`Choose a time zone from the list, such as Europe/Berlin.`,
  currency: msg`Choose a currency that all prices of the cinema fit.`,
  day_starts_at: msg`Enter a time of day, such as 05:00.`,
  phone: msg`Enter one line of at most 50 characters.`,
  email: msg`Enter an email address, such as name@example.org.`,
  website: msg`Enter a whole address, such as https://rex.example.`,
  opening_hours: msg`Enter times of day. A time must not begin when it ends, and two times of one day must not overlap.`,
  ticket_tax_rate: msg`Enter per cent from 0 to 99.99, with two decimals at most.`,
  refund_limit: AMOUNT,
  seller: msg`Enter the seller first.`,
  rows: UP_TO_200,
  seats_per_row: UP_TO_200,
  aisles: msg`Enter numbers of seats that are not the last one of their row.`,
  first_row: msg`Enter one or two letters from A to Z.`,
  cleaning_minutes: msg`Enter minutes from 0 to 1440.`,
  plan: msg`Draw at least one seat, with the signs that are listed below.`,
  starts_at: msg`Choose a time to come that the clocks do not skip on that day.`,
  price: AMOUNT,
};

/** Null unless the server has refused the field or a part of it. The server decides what is valid. */
export function fieldProblem(error: unknown, field: string): string | null {
  const message = partMessage(error, field);
  if (message === null) return null;
  const text = field.startsWith("legal_pages.")
    ? msg`Enter either a text or a whole address, such as https://rex.example/imprint.`
    : TEXTS[field];
  return text ? i18n._(text) : message;
}
