import { t } from "@lingui/core/macro";
import { useSession, useSessionActions, useSessionEnded } from "#api/staff/session.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Over the page when the session has ended, so that nothing that was typed is lost. */
export function SessionEndedDialog() {
  const ended = useSessionEnded();
  const session = useSession().data;
  const { leave } = useSessionActions();
  return (
    <Dialog open={ended} title={t`You were signed out`} actions={null} onClose={() => ended && void leave()}>
      <p>{t`Your session has ended. Sign in to go on where you were. What you have typed is still there.`}</p>
      {ended && (
        <SignInForm email={session?.user?.email ?? ""}>
          <Button onClick={() => void leave()}>{t`Leave this page`}</Button>
        </SignInForm>
      )}
    </Dialog>
  );
}
