import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { previewQuery } from "#api/staff/prices.ts";
import type { PriceAmounts, PriceTable, StaffTicketType } from "#api/staff/types.ts";
import { formatMoney } from "#lib/money.ts";
import { Table } from "#staff/ui/table.tsx";
import { Notice } from "#ui/notice.tsx";
import { seatTypeName } from "./seat-types.ts";

const PAUSE_MS = 300;

type Props = { venue: number; amounts: PriceAmounts | null; types: readonly StaffTicketType[] };

/** What the typed amounts add up to, from the server, with a warning for what would be below zero. */
export function Preview({ venue, amounts, types }: Props) {
  const settled = useSettled(amounts);
  return settled === null ? (
    <p>{t`The prices appear here when all amounts are complete.`}</p>
  ) : (
    <Loaded venue={venue} amounts={settled} types={types} />
  );
}

/** The value once it has not changed for a moment. */
function useSettled(amounts: PriceAmounts | null): PriceAmounts | null {
  const [settled, setSettled] = useState(amounts);
  const text = JSON.stringify(amounts);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as PriceAmounts | null), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function Loaded({ venue, amounts, types }: Props & { amounts: PriceAmounts }) {
  const { data } = useQuery(previewQuery(venue, amounts));
  if (!data) return <p role="status">{t`Loading …`}</p>;
  const free = clampedNames(data, types);
  return (
    <>
      <PriceTableView table={data} types={types} />
      <div role="status">
        {free.length > 0 && (
          <Notice tone="warn">
            {t`These amounts add up to less than zero for some shows: ${free.join(", ")}. The tickets are then sold for nothing.`}
          </Notice>
        )}
      </div>
    </>
  );
}

const nameOf = (types: readonly StaffTicketType[], id: number | null): string =>
  types.find((type) => type.id === id)?.name ?? t`Ticket`;

function clampedNames({ prices }: PriceTable, types: readonly StaffTicketType[]): string[] {
  const clamped = Object.values(prices)
    .flat()
    .filter((price) => price.clamped);
  return [...new Set(clamped.map((price) => nameOf(types, price.ticket_type)))];
}

type Row = { kind: string; amounts: Map<number | null, string> };

function PriceTableView({ table, types }: { table: PriceTable; types: readonly StaffTicketType[] }) {
  const { prices, currency } = table;
  const rows: Row[] = Object.entries(prices).map(([kind, listed]) => ({
    kind,
    amounts: new Map(listed.map(({ ticket_type, amount }) => [ticket_type, amount])),
  }));
  const columns = [...(rows[0]?.amounts.keys() ?? [])];
  return (
    <Table<Row>
      caption={t`Prices of this card`}
      rows={rows}
      keyOf={({ kind }) => kind}
      columns={[
        { head: t`Seat`, cell: ({ kind }) => seatTypeName(kind) },
        ...columns.map((id) => ({
          head: nameOf(types, id),
          cell: ({ amounts }: Row) => formatMoney(amounts.get(id) ?? "0", currency),
        })),
      ]}
    />
  );
}
