import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { currentPerson } from "#api/staff/problem.ts";
import { useSession } from "#api/staff/session.ts";
import { personQuery, useTeamActions } from "#api/staff/team.ts";
import type { InvitedPerson, Person } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { momentText } from "#staff/team/local-time.ts";
import { personName } from "#staff/team/names.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import form from "#staff/ui/form.module.css";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { Invited } from "./invited.tsx";
import { stateText } from "./state.ts";

/** Whether the person can sign in; a new link; deactivate and activate. */
export function SignInActions({ person }: { person: Person }) {
  const [link, setLink] = useState<InvitedPerson | null>(null);
  const isSelf = useSession().data?.user?.id === person.id;
  const since = person.last_sign_in_at && momentText(person.last_sign_in_at);
  return (
    <section aria-labelledby="sign-in" className={form.form}>
      <h2 id="sign-in">{t`Sign-in`}</h2>
      <p>
        {stateText(person)} · {person.second_factor ? t`has a second factor` : t`has no second factor`} ·{" "}
        {since ? t`last sign-in ${since}` : t`has never signed in`}
      </p>
      {link && <Invited person={link} />}
      <div className={form.actions}>
        {!isSelf && person.state !== "deactivated" && <NewLink person={person} done={setLink} />}
        {!isSelf && <Activation person={person} />}
        {person.approval_pin !== "none" && <RemovePin person={person} />}
      </div>
      {isSelf && (
        <p
          className={form.hint}
        >{t`This is your own account. Another owner or manager can reset or deactivate it.`}</p>
      )}
    </section>
  );
}

/** Stores what the server returned, also where the save was stale. */
function useStore() {
  const cache = useQueryClient();
  return (state: Person) => cache.setQueryData(personQuery(state.id).queryKey, state);
}

function NewLink({ person, done }: { person: Person; done: (link: InvitedPerson) => void }) {
  const { renewInvitation } = useTeamActions();
  const { busy, error, run, clear } = useAction();
  const [open, setOpen] = useState(false);
  const name = personName(person);
  const isInvited = person.state === "invited";
  const verb = isInvited ? t`Make a new link` : t`Reset the sign-in`;
  const confirm = () =>
    run(
      () => renewInvitation(person.id),
      (link) => {
        setOpen(false);
        done(link);
        announce(t`The new link is ready.`);
      },
    );
  return (
    <>
      <Button
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {verb}
      </Button>
      <ConfirmDialog
        open={open}
        title={`${verb}?`}
        verb={verb}
        busy={busy}
        error={error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {isInvited
          ? t`The earlier link of ${name} ends at once.`
          : t`You get a link with which ${name} sets a new password. When it is used, the old password and the second factor end.`}
      </ConfirmDialog>
    </>
  );
}

function RemovePin({ person }: { person: Person }) {
  const { removePin } = useTeamActions();
  const { busy, error, run, clear } = useAction();
  const store = useStore();
  const [open, setOpen] = useState(false);
  const name = personName(person);
  const confirm = () =>
    run(
      () => removePin(person.id),
      (state) => {
        store(state);
        setOpen(false);
        announce(t`The approval PIN of ${name} is removed.`);
      },
    );
  return (
    <>
      <Button
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >{t`Remove the approval PIN`}</Button>
      <ConfirmDialog
        open={open}
        title={t`Remove the approval PIN of ${name}?`}
        verb={t`Remove`}
        busy={busy}
        error={error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {person.approval_pin === "locked" && `${t`It is locked after five wrong tries.`} `}
        {t`${name} can set a new one with their password.`}
      </ConfirmDialog>
    </>
  );
}

function Activation({ person }: { person: Person }) {
  const { change } = useTeamActions();
  const { busy, error, run, clear } = useAction();
  const store = useStore();
  const [open, setOpen] = useState(false);
  const name = personName(person);
  const isOff = person.state === "deactivated";
  const verb = isOff ? t`Activate` : t`Deactivate`;
  const newer = currentPerson(error);
  const confirm = () =>
    run(
      () => change(person.id, { version: (newer ?? person).version, is_active: isOff }),
      (state) => {
        store(state);
        setOpen(false);
        announce(isOff ? t`${name} can sign in again.` : t`${name} cannot sign in any more.`);
      },
    );
  return (
    <>
      <Button
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {verb}
      </Button>
      <ConfirmDialog
        open={open}
        title={isOff ? t`Activate ${name}?` : t`Deactivate ${name}?`}
        verb={verb}
        busy={busy}
        error={newer ? null : error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {newer && `${t`Another person has changed this person meanwhile.`} `}
        {isOff
          ? t`${name} can sign in again, with the same roles.`
          : t`${name} is signed out at once and cannot sign in any more. The account and its history stay.`}
      </ConfirmDialog>
    </>
  );
}
