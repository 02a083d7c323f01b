import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import type { Impact } from "#api/staff/types.ts";
import { dayText, localTimeText } from "#staff/team/local-time.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaleNotice } from "#staff/ui/stale-notice.tsx";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import type { VenueForm } from "./use-venue-form.ts";

/** The frame of a form of settings: what was refused and why, and the button that saves. */
export function SettingsForm({ settings, children }: { settings: VenueForm; children: ReactNode }) {
  const { stale, impact, error, busy, saved } = settings;
  return (
    <form className={form.form} onSubmit={settings.submit} noValidate>
      {children}
      {stale && (
        <StaleNotice apply={() => settings.apply(stale)} discard={() => settings.discard(stale)}>
          {t`Another person has changed the settings since you opened the page. Nothing of yours was saved.`}
        </StaleNotice>
      )}
      {impact && <ImpactNotice impact={impact} confirm={settings.confirm} cancel={settings.cancel} />}
      {!stale && !impact && <FormError error={error} />}
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Save`}</Button>
        <span role="status">{saved && t`Saved.`}</span>
      </div>
    </form>
  );
}

type ImpactProps = { impact: Impact; confirm: () => void; cancel: () => void };

/** The shows whose local time or business day the change moves. */
function ImpactNotice({ impact, confirm, cancel }: ImpactProps) {
  const more = impact.total - impact.shows.length;
  return (
    <div role="alert" className={form.form}>
      <Notice
        tone="warn"
        actions={
          <>
            <Button kind="primary" onClick={confirm}>{t`Change it anyway`}</Button>
            <Button onClick={cancel}>{t`Cancel`}</Button>
          </>
        }
      >
        {t`Nothing is saved yet. These shows keep their moment, so their local time or business day changes:`}
      </Notice>
      <ul>
        {impact.shows.map(({ show_id, title, hall, before, after }) => {
          const former = localTimeText(before.starts_at);
          const next = localTimeText(after.starts_at);
          const formerDay = dayText(before.day);
          const day = dayText(after.day);
          return (
            <li key={show_id}>
              {before.starts_at === after.starts_at
                ? t`${title}, ${hall}: ${next}, business day ${day} instead of ${formerDay}`
                : t`${title}, ${hall}: ${next} instead of ${former}`}
            </li>
          );
        })}
      </ul>
      {more > 0 && <p>{t`and ${more} more`}</p>}
    </div>
  );
}
