import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "#api/config.ts";
import { refundableUntil, termsQuery } from "#api/terms.ts";
import type { Show, VenueTerms } from "#api/types.ts";
import { clockTime, dateText } from "#lib/time.ts";
import styles from "./checkout-form.module.css";

type Props = { show: Show };

/** The refund terms in one sentence. Reserves a line while they load. */
export function RefundTerms({ show }: Props) {
  const { data } = useQuery(termsQuery(show.venue.id));
  return <p className={styles.terms}>{data && <Sentence show={show} terms={data} />}</p>;
}

function Sentence({ show, terms }: Props & { terms: VenueTerms }) {
  const now = useNow();
  const zone = show.venue.timezone;
  const until = refundableUntil(show.starts_at, terms.refundable_until_minutes);
  if (until === null || until <= now) {
    return <Trans>No refunds, unless the cinema cancels the show.</Trans>;
  }
  const [day, time] = [dateText(until, zone, "short"), clockTime(until, zone)];
  return (
    <Trans>
      Free cancellation until {day}, {time}.
    </Trans>
  );
}
