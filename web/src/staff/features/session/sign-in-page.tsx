import { t } from "@lingui/core/macro";
import { StaffPage } from "#staff/ui/page.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** The form with the focus is gone. Who has gone on meanwhile is left alone. */
function focusPage() {
  if (document.activeElement === document.body) focusHeading();
}

/** Shown at every address while nobody is signed in. After it, the page of the address follows. */
export function SignInPage() {
  return (
    <StaffPage title={t`Sign in`} narrow>
      <p>{t`For people who work at the cinema. If you have lost your password or your codes, ask a manager for a new link.`}</p>
      <SignInForm done={focusPage} />
    </StaffPage>
  );
}
