import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";

/** Says that a save was refused because another person has changed the same thing, with what can be done. */
function Stale({ actions, children }: { actions: ReactNode; children: ReactNode }) {
  return (
    <div role="alert">
      <Notice tone="warn" actions={actions}>
        {children}
      </Notice>
    </div>
  );
}

type RebaseProps = { apply: () => void; discard: () => void; children: ReactNode };

/** For a form that can apply one's own change to the current state. */
export function StaleNotice({ apply, discard, children }: RebaseProps) {
  const actions = (
    <>
      <Button kind="primary" onClick={apply}>{t`Apply my change to it`}</Button>
      <Button onClick={discard}>{t`Discard my change`}</Button>
    </>
  );
  return <Stale actions={actions}>{children}</Stale>;
}

type ReloadProps = { verb: string; load: () => void; children: ReactNode };

/** For a form that can only show the current state. */
export function StaleReload({ verb, load, children }: ReloadProps) {
  return (
    <Stale
      actions={
        <Button kind="primary" onClick={load}>
          {verb}
        </Button>
      }
    >
      {children}
    </Stale>
  );
}
