import { t } from "@lingui/core/macro";
import { clockTime } from "#lib/time.ts";

type Show = { starts_at: string; feature_starts_at: string; ends_at: string; venue: { timezone: string } };

/** "20:00 · film 20:20 · ends 22:44" on the venue's clock. Without a programme before the film: no film time. */
export function ShowHours({ show }: { show: Show }) {
  const zone = show.venue.timezone;
  const [film, end] = [clockTime(show.feature_starts_at, zone), clockTime(show.ends_at, zone)];
  const hasPreProgramme = show.feature_starts_at !== show.starts_at;
  const rest = [hasPreProgramme && t`film ${film}`, t`ends ${end}`].filter(Boolean).join(" · ");
  return (
    <>
      <strong>{clockTime(show.starts_at, zone)}</strong> · {rest}
    </>
  );
}
