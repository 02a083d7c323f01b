import { t } from "@lingui/core/macro";

type Conditions = { requires_proof?: boolean; minimum_age?: number | null };

/** What a ticket type asks for at the entrance: "from 6 years, with proof"; empty for nothing. */
export function entranceText({ requires_proof, minimum_age }: Conditions): string {
  return [minimum_age ? t`from ${minimum_age} years` : "", requires_proof ? t`with proof` : ""]
    .filter(Boolean)
    .join(", ");
}
