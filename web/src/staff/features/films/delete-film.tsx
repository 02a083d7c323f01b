import { t } from "@lingui/core/macro";
import { useState } from "react";
import { useLocation } from "wouter";
import { useFilmActions } from "#api/staff/films.ts";
import type { Film } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { ConfirmDialog } from "#staff/ui/confirm-dialog.tsx";
import form from "#staff/ui/form.module.css";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";

/** Deletes a film that was added by mistake. Films with shows stay. */
export function DeleteFilm({ film }: { film: Film }) {
  const { remove } = useFilmActions();
  const { busy, error, run, clear } = useAction();
  const [open, setOpen] = useState(false);
  const [, navigate] = useLocation();
  const { title } = film;
  const confirm = () =>
    run(
      () => remove(film.id, film.version),
      () => {
        navigate("/films");
        announce(t`${title} is deleted.`);
      },
    );
  return (
    <section className={form.form} aria-label={t`Delete the film`}>
      <p
        className={form.hint}
      >{t`A film that was added by mistake can be deleted, as long as it has no shows.`}</p>
      <div>
        <Button
          onClick={() => {
            clear();
            setOpen(true);
          }}
        >{t`Delete the film`}</Button>
      </div>
      <ConfirmDialog
        open={open}
        title={t`Delete ${title}?`}
        verb={t`Delete`}
        busy={busy}
        error={error}
        confirm={confirm}
        close={() => setOpen(false)}
      >
        {t`The film and its poster are gone for good.`}
      </ConfirmDialog>
    </section>
  );
}
