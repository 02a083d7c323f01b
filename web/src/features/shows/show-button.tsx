import { Link } from "wouter";
import type { Show } from "#api/types.ts";
import { formatMoneyShort } from "#lib/money.ts";
import { clockTime, longDate } from "#lib/time.ts";
import styles from "./show-button.module.css";

const FEW = 0.15;

/** "few left", "sold out", "on sale Friday 27 November 10:00", "cancelled"; null where there is nothing to say. */
export function availabilityText(show: Show): string | null {
  const { on_sale, sales_open_at, seats_available, seats_total, venue } = show;
  if (show.status === "CANCELLED") return "cancelled";
  if (!on_sale && Date.parse(sales_open_at) > Date.now()) {
    return `on sale ${longDate(sales_open_at, venue.timezone)} ${clockTime(sales_open_at, venue.timezone)}`;
  }
  if (!on_sale) return "sales ended";
  if (seats_available === 0) return "sold out";
  return seats_available <= seats_total * FEW ? "few left" : null;
}

const language = (tag: string) => new Intl.DisplayNames("en-GB", { type: "language" }).of(tag) ?? tag;

function languages({ audio_language, subtitle_language }: Show): string {
  const subtitles = subtitle_language && `${language(subtitle_language)} subtitles`;
  return [audio_language && language(audio_language), subtitles].filter(Boolean).join(", ");
}

const ORDINARY_FORMAT = "2D";

/** "20:15 · Saal 1 · from €11 · few left" */
export function ShowButton({ show }: { show: Show }) {
  const availability = availabilityText(show);
  const price = `from ${formatMoneyShort(show.price, show.currency)}`;
  return (
    <Link
      href={`/show/${show.id}`}
      className={styles.show}
      data-shut={!show.on_sale || show.seats_available === 0 || undefined}
    >
      <time className={styles.time} dateTime={show.starts_at}>
        {clockTime(show.starts_at, show.venue.timezone)}
      </time>
      <span className={styles.line}>
        {show.hall.name}
        {show.format !== ORDINARY_FORMAT && show.format && ` · ${show.format}`}
      </span>
      {languages(show) && <span className={styles.line}>{languages(show)}</span>}
      <span className={styles.line}>
        {price}
        {availability && (
          <>
            {" · "}
            <strong data-few={availability === "few left" || undefined}>{availability}</strong>
          </>
        )}
      </span>
    </Link>
  );
}
