import { useQuery } from "@tanstack/react-query";
import { termsQuery } from "#api/terms.ts";
import { LegalLinks } from "#ui/legal-links.tsx";

/** The legal pages of the cinema that sold the tickets. */
export function VenueLegalLinks({ venueId }: { venueId: number }) {
  const { data } = useQuery(termsQuery(venueId));
  return <LegalLinks links={data?.legal_pages ?? []} />;
}
