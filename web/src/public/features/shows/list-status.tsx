import { t } from "@lingui/core/macro";
import { problemText } from "#api/problem.ts";
import { onServerClock } from "#lib/clock.ts";
import { clockTime } from "#lib/time.ts";
import { Notice } from "#ui/notice.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { useOnline } from "#ui/use-online.ts";

/** The parts of a query's state that the status depends on. */
export type ListState = {
  data: unknown;
  dataUpdatedAt: number;
  error: Error | null;
  refetch: () => void;
};

/** Reports why a list is not up to date. The last loaded list stays below. */
export function ListStatus({ list }: { list: ListState }) {
  const online = useOnline();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const readAt = clockTime(onServerClock(list.dataUpdatedAt), here);
  return (
    <div role="status">
      {!online && (
        <Notice tone="warn">
          {list.data
            ? t`You’re offline. This list is from ${readAt}.`
            : t`You’re offline. The list appears when you’re connected again.`}
        </Notice>
      )}
      {online && list.error && <RetryNotice retry={list.refetch}>{problemText(list.error)}</RetryNotice>}
    </div>
  );
}
