import { t } from "@lingui/core/macro";
import { ButtonLink } from "#ui/button.tsx";

/** Instead of a step that needs a cinema. */
export function NoCinema() {
  return (
    <>
      <p>{t`There is no cinema yet.`}</p>
      <div>
        <ButtonLink kind="primary" href="/set-up/cinema">{t`Set up the cinema first`}</ButtonLink>
      </div>
    </>
  );
}
