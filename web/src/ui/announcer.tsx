import { t } from "@lingui/core/macro";
import { useSyncExternalStore } from "react";
import { currentAnnouncements, onAnnouncement } from "#lib/announcements.ts";

/** The live region of the app. It is always in the page, so that screen readers notice each new message. */
export function Announcer() {
  const announcements = useSyncExternalStore(onAnnouncement, currentAnnouncements);
  return (
    <div className="visually-hidden" role="log" aria-label={t`Announcements`}>
      {announcements.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
