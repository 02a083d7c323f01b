import { plural, t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useSearchParams } from "wouter";
import { loadedShows } from "#api/shows.ts";
import type { Show } from "#api/types.ts";
import { MAX_LENGTH } from "#lib/limits.ts";
import { Button } from "#ui/button.tsx";
import { SearchField, Select } from "#ui/field.tsx";
import {
  changed,
  countFilters,
  type FilterOption,
  type Filters,
  filterOptions,
  ORIGINAL,
  parseFilters,
  TONIGHT,
} from "../filters.ts";
import styles from "./filter-bar.module.css";
import { ViewLinks } from "./view-links.tsx";

/** The search, the filters with the values of `shows`, and the views. A button opens the filters. */
export function FilterBar({ shows }: { shows: readonly Show[] }) {
  const [address, setAddress] = useSearchParams();
  const [open, setOpen] = useState(false);
  const filters = parseFilters(address);
  const choices = filterOptions(shows, filters, loadedShows(useQueryClient()));
  const panel = useId();
  const used = countFilters({ ...filters, q: "" });

  const input = (name: keyof Filters) => ({
    value: filters[name],
    onChange: (event: { target: { value: string } }) =>
      setAddress((before) => changed(before, { [name]: event.target.value }), { replace: true }),
  });

  return (
    <search className={styles.bar}>
      <div className={styles.search}>
        <SearchField label={t`Find a film`} maxLength={MAX_LENGTH.search} {...input("q")} />
      </div>
      <div className={styles.toggle}>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          {used === 0 ? t`Filters` : plural(used, { one: "# filter", other: "# filters" })}
        </Button>
      </div>
      <div id={panel} className={styles.panel} data-open={open || undefined}>
        <Select label={t`Genre`} {...input("genre")}>
          <Options any={t`All genres`} options={choices.genres} />
        </Select>
        <Select label={t`Language`} {...input("language")}>
          <option value="">{t`All languages`}</option>
          <option value={ORIGINAL}>{t`Original version`}</option>
          <Options options={choices.languages} />
        </Select>
        <Select label={t`Format`} {...input("format")}>
          <Options any={t`All formats`} options={choices.formats} />
        </Select>
        <Select label={t`Time`} {...input("time")}>
          <option value="">{t`Any time`}</option>
          <option value="day">{t`Until 17:00`}</option>
          <option value="evening">{t`17:00–21:00`}</option>
          <option value="late">{t`From 21:00`}</option>
          <option value={TONIGHT}>{t`From 17:00`}</option>
        </Select>
      </div>
      <ViewLinks />
    </search>
  );
}

type OptionsProps = { any?: string; options: readonly FilterOption[] };

function Options({ any, options }: OptionsProps) {
  return (
    <>
      {any && <option value="">{any}</option>}
      {options.map(({ value, name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </>
  );
}
