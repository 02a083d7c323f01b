import { t } from "@lingui/core/macro";
import { Link } from "wouter";
import { staffProblemText } from "#api/staff/problem.ts";
import { useSession, useSessionActions } from "#api/staff/session.ts";
import { announce } from "#lib/announcements.ts";
import { Menu } from "#staff/ui/menu.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

/** Who is signed in, the language, how they sign in, and the way out. */
export function PersonMenu() {
  const session = useSession().data;
  const { signOut } = useSessionActions();
  const user = session?.user;
  if (!user) return null;
  const leave = () =>
    signOut().then(
      () => announce(t`You are signed out.`),
      (error) => announce(staffProblemText(error)),
    );
  return (
    <Menu label={user.name || user.email}>
      {(close) => (
        <>
          <p>{user.email}</p>
          <Link href="/roles" onClick={close}>{t`Who may do what`}</Link>
          <Link href="/your-sign-in" onClick={close}>{t`Your sign-in`}</Link>
          <LanguageSwitch />
          <button type="button" onClick={leave}>{t`Sign out`}</button>
        </>
      )}
    </Menu>
  );
}
