import { t } from "@lingui/core/macro";
import { useEffect } from "react";
import { StaffPage } from "#staff/ui/page.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Shown at every address while nobody is signed in. After it, the page of the address follows. */
export function SignInPage() {
  // The form with the focus goes. The heading of the next page takes it.
  useEffect(() => focusHeading, []);
  return (
    <StaffPage title={t`Sign in`} narrow>
      <p>{t`For people who work at the cinema. If you have lost your password or your codes, ask a manager for a new link.`}</p>
      <SignInForm />
    </StaffPage>
  );
}
