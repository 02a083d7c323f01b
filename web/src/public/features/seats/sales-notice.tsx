import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "#api/config.ts";
import { filmShowsQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { clockTime, dateText, dayOfShow } from "#lib/time.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { nextShows } from "./next-shows.ts";
import styles from "./seats-page.module.css";

/** Why no seat can be held, with the next shows of the film. Waits for those, so that the map moves once. */
export default function SalesNotice({ show }: { show: Show }) {
  const now = useNow();
  const { data = [], isLoading } = useQuery(filmShowsQuery(show.movie.id));
  const all = `/?venue=${show.venue.id}&date=${dayOfShow(show)}`;
  if (isLoading) return <div className={styles.noticeRoom} />;
  const offered = nextShows(show, data, now);
  const dated = offered.some((other) => dayOfShow(other) !== dayOfShow(show));
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {offered.map((other) => (
            <ButtonLink key={other.id} href={`/show/${other.id}`}>
              {showName(other, show, dated)}
            </ButtonLink>
          ))}
          <ButtonLink href={all}>{t`Other shows`}</ButtonLink>
        </>
      }
    >
      {salesText(show, now)}
    </Notice>
  );
}

/** "22:45 · Saal 2", or "Sat 28 Nov, 20:15 · Saal 1" if `dated`: not all are on the day of the show. */
function showName(other: Show, show: Show, dated: boolean): string {
  const zone = other.venue.timezone;
  const time = clockTime(other.starts_at, zone);
  const place = other.venue.id === show.venue.id ? other.hall.name : other.venue.name;
  const when = dated ? `${dateText(other.starts_at, zone, "short")}, ${time}` : time;
  return `${when} · ${place}`;
}

function salesText(show: Show, now: number): string {
  if (show.status === "CANCELLED")
    return t`This show was cancelled. If you have tickets, you get your money back; we will email you.`;
  if (!show.on_sale) {
    const opens = show.sales_open_at;
    if (!(now < Date.parse(opens))) {
      return now < Date.parse(show.sales_close_at)
        ? t`Tickets for this show are sold at the box office only.`
        : t`Sales for this show have ended.`;
    }
    const zone = show.venue.timezone;
    const [day, time] = [dateText(opens, zone), clockTime(opens, zone)];
    return t`Tickets go on sale on ${day} at ${time}.`;
  }
  return t`This show is sold out. If a seat becomes free, it appears here.`;
}
