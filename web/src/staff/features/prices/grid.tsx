import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNow } from "#api/config.ts";
import { gridQuery } from "#api/staff/prices.ts";
import type { PriceCardSummary, PriceGrid, PriceRule } from "#api/staff/types.ts";
import form from "#staff/ui/form.module.css";
import { Loaded } from "#staff/ui/loaded.tsx";
import { Table } from "#staff/ui/table.tsx";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { daysAfter, dayText, mondayOf } from "./days.ts";
import { IdSelect } from "./id-select.tsx";
import { type Named, nameOf } from "./rule-text.ts";

type Props = {
  venue: number;
  rules: readonly PriceRule[];
  cards: readonly PriceCardSummary[];
  halls: Named;
};

type Day = PriceGrid["days"][number];
type Band = Day["bands"][number];

/** Which card the rules choose in a week, and where none applies. */
export function WeekGrid(props: Props) {
  const now = useNow();
  if (Number.isNaN(now)) return null;
  return <Grid {...props} today={new Date(now).toISOString().slice(0, 10)} />;
}

function Grid({ venue, rules, cards, halls, today }: Props & { today: string }) {
  const [week, setWeek] = useState(() => mondayOf(today));
  const [hall, setHall] = useState<number | null>(null);
  const [format, setFormat] = useState("");
  const grid = useQuery(
    gridQuery({
      venue,
      week,
      ...(hall === null ? {} : { hall }),
      ...(format.trim() === "" ? {} : { format: format.trim() }),
    }),
  );
  const last = daysAfter(week, 6);
  const [from, to] = [dayText(week), dayText(last)];
  return (
    <section className={form.section}>
      <h2>{t`Week from ${from} to ${to}`}</h2>
      <div className={form.actions}>
        <Button onClick={() => setWeek(daysAfter(week, -7))}>{t`Earlier week`}</Button>
        <Button onClick={() => setWeek(daysAfter(week, 7))}>{t`Later week`}</Button>
      </div>
      <div className={form.pair}>
        <IdSelect label={t`Shows in`} any={t`any hall`} options={halls} value={hall} onChange={setHall} />
        <Field
          label={t`Format`}
          placeholder="3D"
          maxLength={40}
          autoComplete="off"
          value={format}
          onChange={({ target }) => setFormat(target.value)}
        />
      </div>
      <Loaded query={grid}>
        {({ days }) => (
          <Table<Day>
            caption={t`Price cards of the week`}
            rows={days}
            keyOf={({ day }) => day}
            columns={[
              {
                head: t`Day`,
                cell: ({ day, holiday }) => [dayText(day), holiday].filter(Boolean).join(" · "),
              },
              {
                head: t`Price cards by start`,
                cell: ({ bands }) => <Bands bands={bands} rules={rules} cards={cards} />,
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}

function Bands({ bands, rules, cards }: { bands: readonly Band[] } & Pick<Props, "rules" | "cards">) {
  return (
    <ul>
      {bands.map((band) => (
        <li key={band.starts_from}>{bandText(band, rules, cards)}</li>
      ))}
    </ul>
  );
}

/** "17:00–20:00 Cinema Tuesday; for some shows: Kids" */
function bandText(band: Band, rules: readonly PriceRule[], cards: readonly PriceCardSummary[]): string {
  const { starts_from: from, starts_before: before, card_id: id } = band;
  const time = from === before ? t`all day` : `${from}–${before}`;
  const card = id === null ? t`no price rule applies` : nameOf(cards, id);
  const special = [
    ...new Set(
      band.special.map((one) => nameOf(cards, rules.find((rule) => rule.id === one)?.card_id ?? null)),
    ),
  ].join(", ");
  return special === ""
    ? `${time}: ${card}`
    : t`${time}: ${card}; for some halls, films or formats: ${special}`;
}
