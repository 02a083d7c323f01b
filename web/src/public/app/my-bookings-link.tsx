import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";

/** To the bookings on this device, and to finding others by email. */
export function MyBookingsLink({ className }: { className?: string | undefined }) {
  return (
    <Link href="/find" className={className}>
      <Trans>My bookings</Trans>
    </Link>
  );
}
