import { t } from "@lingui/core/macro";
import { useNow } from "#api/config.ts";
import { dayOfShow } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { clockTime, longDate } from "#lib/time.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { OtherShows } from "./other-shows.tsx";

/** Why no seat can be held, with links to other shows. */
export default function SalesNotice({ show }: { show: Show }) {
  const all = `/?venue=${show.venue.id}&date=${dayOfShow(show)}`;
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <OtherShows show={show} />
          <ButtonLink href={all}>{t`Other shows`}</ButtonLink>
        </>
      }
    >
      {salesText(show, useNow())}
    </Notice>
  );
}

function salesText(show: Show, now: number): string {
  if (show.status === "CANCELLED") return t`This show was cancelled.`;
  if (!show.on_sale) {
    const opens = show.sales_open_at;
    if (!(now < Date.parse(opens))) {
      return now < Date.parse(show.sales_close_at)
        ? t`Tickets for this show are sold at the box office only.`
        : t`Sales for this show have ended.`;
    }
    const zone = show.venue.timezone;
    const [day, time] = [longDate(opens, zone), clockTime(opens, zone)];
    return t`Tickets go on sale on ${day} at ${time}.`;
  }
  return t`This show is sold out. A seat that somebody gives back appears here.`;
}
