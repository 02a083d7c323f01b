import { t } from "@lingui/core/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "#api/problem.ts";
import { staffProblemText } from "#api/staff/problem.ts";
import { Notice } from "#ui/notice.tsx";
import { RetryNotice } from "#ui/retry-notice.tsx";
import { Blank } from "#ui/skeleton.tsx";
import { useOnline } from "#ui/use-online.ts";
import styles from "./loaded.module.css";

type Props<T> = { query: UseQueryResult<T>; children: (data: T) => ReactNode };

/** Whether the same request would be refused again: there is no such thing, or the role does not include it. */
const isRefused = (error: Error): boolean =>
  error instanceof Problem && (error.status === 404 || error.status === 403);

/** The data of a query, or why it is missing. Data that could not be renewed stays, with a warning. */
export function Loaded<T>({ query, children }: Props<T>) {
  const online = useOnline();
  const { data, error, isFetching, refetch } = query;
  if (data === undefined && error === null) {
    return online ? (
      <Loading />
    ) : (
      <p role="status">{t`You’re offline. This page loads when you’re connected.`}</p>
    );
  }
  return (
    <>
      {error !== null && !isFetching && (
        <div role="alert">
          {data === undefined && isRefused(error) ? (
            <Notice tone="danger">{staffProblemText(error)}</Notice>
          ) : (
            <RetryNotice tone={data === undefined ? "danger" : "warn"} retry={() => void refetch()}>
              {data !== undefined && `${t`What you see may be out of date.`} `}
              {staffProblemText(error)}
            </RetryNotice>
          )}
        </div>
      )}
      {data === undefined && isFetching && <Loading />}
      {data !== undefined && children(data)}
    </>
  );
}

function Loading() {
  return (
    <div className={styles.loading} aria-busy="true">
      <p className="visually-hidden" role="status">{t`Loading …`}</p>
      {["100%", "92%", "96%", "88%"].map((width) => (
        <Blank key={width} width={width} height="1.5rem" />
      ))}
    </div>
  );
}
