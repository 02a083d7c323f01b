import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { foundShowsQuery, programmeQuery } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import type { ListState } from "./list-status.tsx";
import type { SelectedDays } from "./use-selected-days.ts";

/** Milliseconds without typing before a search is sent. */
const PAUSE = 250;

function useDebounced(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export type ProgrammeState = ListState & { data: Show[] | undefined; isLoading: boolean };

/** The shows of the selected days, once these are known. */
export function useProgramme({ venue, days, isPending }: SelectedDays, enabled: boolean): ProgrammeState {
  const [first, second] = days;
  const one = useQuery({ ...programmeQuery(venue.id, first), enabled });
  const other = useQuery({ ...programmeQuery(venue.id, second ?? first), enabled });
  const list = second === undefined ? one : both(one, other);
  return isPending ? { ...list, data: undefined, isLoading: true } : list;
}

function both(one: ProgrammeState, other: ProgrammeState): ProgrammeState {
  return {
    data: one.data && other.data && [...one.data, ...other.data],
    dataUpdatedAt: Math.min(one.dataUpdatedAt, other.dataUpdatedAt),
    error: one.error ?? other.error,
    isLoading: one.isLoading || other.isLoading,
    refetch: () => {
      one.refetch();
      other.refetch();
    },
  };
}

/** The coming shows of the films that match a search. While the visitor types, the last result stays. */
export function useFoundShows({ venue }: SelectedDays, search: string): ProgrammeState {
  const wanted = useDebounced(search);
  const enabled = search !== "" && wanted !== "";
  const list = useQuery({ ...foundShowsQuery(venue.id, wanted), enabled, placeholderData: keepPreviousData });
  const isStale = wanted !== search || list.isPlaceholderData;
  const data = isStale && list.data?.length === 0 ? undefined : list.data;
  return { ...list, data, isLoading: list.isLoading || isStale };
}
