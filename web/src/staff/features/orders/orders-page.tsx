import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { nextCursor } from "#api/staff/client.ts";
import { type OrderFilters, ordersQuery } from "#api/staff/orders.ts";
import { todayQuery } from "#api/staff/today.ts";
import type { FoundOrder, ShowToday } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { clockTime } from "#lib/time.ts";
import { momentAt } from "#staff/team/times.ts";
import { useCinema } from "#staff/team/use-team.ts";
import { Badge } from "#staff/ui/badge.tsx";
import { Loaded } from "#staff/ui/loaded.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Table } from "#staff/ui/table.tsx";
import { useDebounced } from "#staff/ui/use-debounced.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import styles from "./orders.module.css";
import { Reference } from "./reference.tsx";
import { orderState, seatList } from "./texts.ts";

/** Milliseconds after the last key. */
const PAUSE = 250;

const ONLY = ["attention", "refused", "email_failed"] as const;
type Only = (typeof ONLY)[number];

const onlyText = (only: Only | null): string => {
  if (only === "attention") return t`Need attention`;
  if (only === "refused") return t`Refund refused`;
  return only === "email_failed" ? t`Email failed` : t`All orders`;
};

/** The search and its filters, which are in the address: Back leads to the same results. */
function useFilters() {
  const [params, setParams] = useSearchParams();
  const only = ONLY.find((one) => params.get(one) === "true") ?? null;
  const show = Number(params.get("show")) || null;
  function change(values: Record<string, string | null>) {
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(values)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  }
  return { typed: params.get("q") ?? "", only, show, change };
}

/** Finds orders by what a customer knows, the newest first. */
export function OrdersPage() {
  const { typed, only, show, change } = useFilters();
  const cinema = useCinema();
  const [text, setText] = useState(typed);
  const settled = useDebounced(text.trim(), PAUSE);
  const [submitted, setSubmitted] = useState<string | null>(null);
  const results = useRef<HTMLDivElement>(null);
  const wanted = submitted === text.trim() ? submitted : settled;

  useEffect(() => {
    if (wanted !== typed) change({ q: wanted });
  });

  const filters: OrderFilters = {
    ...(wanted && { q: wanted }),
    ...(show && { show }),
    ...(only && { [only]: true }),
    ...(cinema !== null && { venue: cinema }),
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(text.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown" && moveAmong(results.current, 1, true)) event.preventDefault();
  }

  return (
    <StaffPage title={t`Orders`}>
      <search>
        <form className={styles.search} onSubmit={submit} noValidate>
          <Field
            label={t`Find an order`}
            hint={
              show
                ? t`Seat, such as F12, booking number, ticket code, whole email address, name or last four digits of the card.`
                : t`Booking number, ticket code, whole email address, name or last four digits of the card. For a seat, choose the show.`
            }
            type="search"
            autoFocus
            required
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            value={text}
            onKeyDown={onKeyDown}
            onChange={({ target }) => {
              setText(target.value);
              setSubmitted(null);
            }}
          />
          <ShowField show={show} choose={(id) => change({ show: id })} />
        </form>
      </search>
      <fieldset className={styles.filters}>
        <legend className="visually-hidden">{t`Which orders`}</legend>
        {[null, ...ONLY].map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={only === one}
            onClick={() =>
              change({
                ...Object.fromEntries(ONLY.map((name) => [name, null])),
                ...(one && { [one]: "true" }),
              })
            }
          >
            {onlyText(one)}
          </button>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens to the events of its links */}
      <div
        ref={results}
        className={styles.results}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step && moveAmong(results.current, step, false)) event.preventDefault();
        }}
      >
        <Results
          filters={filters}
          cursor={undefined}
          opensOnly={submitted !== null && submitted === wanted && wanted !== ""}
        />
      </div>
    </StaffPage>
  );
}

/** Moves the focus to the next or previous result; from the text field to the first one. */
function moveAmong(list: HTMLElement | null, step: number, isFromField: boolean): boolean {
  const links = [...(list?.querySelectorAll<HTMLElement>("tbody th a") ?? [])];
  const at = isFromField ? -1 : links.indexOf(document.activeElement as HTMLElement);
  if (!isFromField && at < 0) return false;
  if (at + step < 0) {
    document.querySelector<HTMLElement>("input[type=search]")?.focus();
    return true;
  }
  links[at + step]?.focus();
  return at + step < links.length;
}

type ShowFieldProps = { show: number | null; choose: (id: string | null) => void };

/** Limits the search to a show of today. A show of another day is known by its number only. */
function ShowField({ show, choose }: ShowFieldProps) {
  const cinema = useCinema();
  const venues = useQuery(todayQuery).data?.venues ?? [];
  const here = venues.filter(({ venue }) => cinema === null || venue.id === cinema);
  const isOfToday = here.some(({ shows }) => shows.some(({ id }) => id === show));
  const nameOf = (one: ShowToday, zone: string) =>
    `${clockTime(one.starts_at, zone)} ${one.title}, ${one.hall.name}`;
  return (
    <SelectField label={t`Show`} value={show ?? ""} onChange={({ target }) => choose(target.value || null)}>
      <option value="">{t`Any show`}</option>
      {show !== null && !isOfToday && <option value={show}>{t`Show of another day`}</option>}
      {here.map(({ venue, shows }) => (
        <optgroup key={venue.id} label={t`Today at ${venue.name}`}>
          {shows.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one, venue.timezone)}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}

type ResultsProps = { filters: OrderFilters; cursor: string | undefined; opensOnly: boolean };

/** A page of results, and the next one when it is asked for. */
function Results({ filters, cursor, opensOnly }: ResultsProps) {
  const page = useQuery(ordersQuery(filters, cursor));
  const [, navigate] = useLocation();
  const [moreOf, setMoreOf] = useState("");
  const { data, isPlaceholderData } = page;
  const showsMore = moreOf === JSON.stringify(filters);
  const only = data?.results.length === 1 && !isPlaceholderData ? data.results[0] : undefined;

  // A scanned ticket code, or a booking number with Enter, opens its order at once.
  useEffect(() => {
    if (opensOnly && only) navigate(`/orders/${only.reference}`);
  }, [opensOnly, only, navigate]);

  return (
    <Loaded query={page}>
      {(found) => {
        const next = nextCursor(found);
        const count = found.results.length;
        if (count === 0) return <Nothing filters={filters} />;
        return (
          <>
            {cursor === undefined && (
              <p className={styles.count} role="status">
                {next ? t`The newest ${count} orders` : count === 1 ? t`1 order` : t`${count} orders`}
              </p>
            )}
            <div data-stale={isPlaceholderData || undefined}>
              <OrderTable orders={found.results} />
            </div>
            {next && showsMore && <Results filters={filters} cursor={next} opensOnly={false} />}
            {next && !showsMore && (
              <div>
                <Button onClick={() => setMoreOf(JSON.stringify(filters))}>{t`Show older orders`}</Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function Nothing({ filters }: { filters: OrderFilters }) {
  const { q } = filters;
  if (filters.attention || filters.refused || filters.email_failed) {
    return (
      <p role="status">
        {q ? t`No order here fits “${q}”.` : t`There is none. Nothing is waiting for you here.`}
      </p>
    );
  }
  if (!q) return <p role="status">{t`There are no orders yet.`}</p>;
  return (
    <div className={styles.nothing} role="status">
      <p>
        <strong>{t`No order fits “${q}”.`}</strong>
      </p>
      <p>{t`An email address must be complete. Of a name, the beginning of each word is enough; of a card, type the last four digits alone. For a seat, choose the show first.`}</p>
    </div>
  );
}

function OrderTable({ orders }: { orders: readonly FoundOrder[] }) {
  return (
    <Table<FoundOrder>
      caption={t`Orders`}
      rows={orders}
      keyOf={({ reference }) => reference}
      columns={[
        {
          head: t`Booking`,
          cell: ({ reference }) => (
            <Link href={`/orders/${reference}`}>
              <Reference reference={reference} />
            </Link>
          ),
        },
        {
          head: t`Status`,
          cell: (order) => {
            const { text, tone } = orderState(order);
            return <Badge tone={tone}>{text}</Badge>;
          },
        },
        { head: t`Customer`, cell: (order) => <Customer order={order} /> },
        { head: t`Show`, cell: (order) => <ShowCell order={order} /> },
        { head: t`Seats`, cell: ({ seats }) => seatList(seats) },
        {
          head: t`Total`,
          end: true,
          cell: ({ total, currency }) => (
            <span className={styles.amount}>{formatMoney(total, currency)}</span>
          ),
        },
        {
          head: t`Booked`,
          cell: ({ created_at, show }) => momentAt(created_at, show.venue.timezone),
        },
      ]}
    />
  );
}

function Customer({ order: { customer } }: { order: FoundOrder }) {
  if (!customer) return <span className={styles.muted}>{t`data erased`}</span>;
  if (!customer.name && !customer.email) return <span className={styles.muted}>{t`unknown`}</span>;
  return (
    <>
      {customer.name}
      {customer.name && customer.email && <br />}
      <span className={styles.muted}>{customer.email}</span>
    </>
  );
}

function ShowCell({ order: { show } }: { order: FoundOrder }) {
  return (
    <>
      {show.title}
      <br />
      <span className={styles.muted}>
        {momentAt(show.starts_at, show.venue.timezone)} · {show.hall.name}
      </span>
    </>
  );
}
