import { clockTime, dateText } from "#lib/time.ts";

type Props = { startsAt: string; timeZone: string };

/** "Wednesday 25 November, 20:15" on the venue's clock. */
export function ShowTime({ startsAt, timeZone }: Props) {
  return (
    <time dateTime={startsAt}>
      {dateText(startsAt, timeZone)}, <strong>{clockTime(startsAt, timeZone)}</strong>
    </time>
  );
}
