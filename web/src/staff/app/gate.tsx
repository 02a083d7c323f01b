import { Suspense } from "react";
import { useRoute } from "wouter";
import { useSession } from "#api/staff/session.ts";
import { Loaded } from "#staff/ui/loaded.tsx";
import { Bare } from "./bare.tsx";
import { lazyPage } from "./lazy-page.tsx";
import { Routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

const SESSION = "features/session";
const SignIn = lazyPage(
  SESSION,
  async () => (await import("#staff/features/session/sign-in-page.tsx")).SignInPage,
);
const SecondFactor = lazyPage(
  SESSION,
  async () => (await import("#staff/features/session/second-factor-page.tsx")).SecondFactorPage,
);
const Invitation = lazyPage(
  SESSION,
  async () => (await import("#staff/features/session/invitation-page.tsx")).InvitationPage,
);
const Owner = lazyPage(
  "features/set-up",
  async () => (await import("#staff/features/set-up/owner-page.tsx")).OwnerPage,
);
const Ended = lazyPage(
  SESSION,
  async () => (await import("#staff/features/session/session-ended-dialog.tsx")).SessionEndedDialog,
);

/** The page of the address for people who are signed in; before that, what is still missing. */
export function Gate() {
  const [isInvitation, place] = useRoute("/invitation/:token");
  const [isSetUp, link] = useRoute("/setup/:token");
  const session = useSession();
  if (isSetUp) {
    return (
      <Bare>
        <Owner token={link.token} />
      </Bare>
    );
  }
  if (isInvitation) {
    return (
      <Bare>
        <Invitation token={place.token} />
      </Bare>
    );
  }
  const { data } = session;
  if (data?.user && data.second_factor !== "set-up-required") {
    return (
      <>
        <Shell>
          <Routes />
        </Shell>
        <Suspense fallback={null}>
          <Ended />
        </Suspense>
      </>
    );
  }
  return (
    <Bare>
      <Loaded query={session}>{({ user }) => (user ? <SecondFactor /> : <SignIn />)}</Loaded>
    </Bare>
  );
}
