import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { Problem } from "#api/problem.ts";
import { codeOf } from "#api/staff/problem.ts";
import { hallsQuery, useSettingsActions } from "#api/staff/settings.ts";
import { announce } from "#lib/announcements.ts";
import { fieldProblem } from "#staff/ui/field-problem.ts";
import form from "#staff/ui/form.module.css";
import { FormError } from "#staff/ui/form-error.tsx";
import { StaffPage } from "#staff/ui/page.tsx";
import { TextArea } from "#staff/ui/text-area.tsx";
import { useAction } from "#staff/ui/use-action.ts";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { Field } from "#ui/field.tsx";
import { type ChosenVenue, WithVenue } from "./chosen-venue.tsx";
import { type HallDraft, hallOf } from "./hall-drawing.ts";
import { NoCinema } from "./no-cinema.tsx";
import styles from "./set-up.module.css";

const EXAMPLE = "sss.ssssss.sss\nsss.ssssss.sss\n\npp.pppppp.pp";

const EMPTY: HallDraft = {
  name: "",
  isDrawn: false,
  rows: "10",
  seats: "12",
  aisles: "",
  firstRow: "A",
  cleaning: "15",
  plan: "",
};

/** Creates a hall: a rectangle of rows and seats with aisles, or a drawing in text. */
export function HallPage() {
  return (
    <StaffPage title={t`A hall`} parent={{ path: "/set-up", name: t`Set-up` }} narrow>
      <WithVenue permission="manage-halls">
        {(venue) => (venue ? <HallForm key={venue.id} venue={venue} /> : <NoCinema />)}
      </WithVenue>
    </StaffPage>
  );
}

function HallForm({ venue }: { venue: ChosenVenue }) {
  const { createHall } = useSettingsActions();
  const [, navigate] = useLocation();
  const { busy, error, run } = useAction();
  const halls = useQuery(hallsQuery(venue.id)).data ?? [];
  const [draft, setDraft] = useState(EMPTY);
  const edit = (changes: Partial<HallDraft>) => setDraft({ ...draft, ...changes });
  const problem = (field: string) => fieldProblem(error, field);
  const names = halls.map(({ name, capacity }) => t`${name} (${capacity} seats)`).join(", ");

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(
      () => createHall(hallOf(draft, venue.id)),
      (hall) => {
        announce(t`${hall.name} has ${hall.capacity} seats.`);
        navigate("/set-up");
      },
    );
  }

  const text = (name: "rows" | "seats" | "firstRow" | "cleaning", label: string, field: string) => (
    <Field
      label={label}
      inputMode={name === "firstRow" ? "text" : "numeric"}
      autoComplete="off"
      maxLength={4}
      required
      problem={problem(field)}
      value={draft[name]}
      onChange={({ target }) => edit({ [name]: target.value })}
    />
  );
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p>{halls.length === 0 ? venue.name : t`${venue.name} has: ${names}`}</p>
      <Field
        label={t`Name of the hall`}
        autoComplete="off"
        maxLength={300}
        required
        problem={problem("name")}
        value={draft.name}
        onChange={({ target }) => edit({ name: target.value })}
      />
      <Checkbox
        label={t`Draw the seats as text`}
        checked={draft.isDrawn}
        onChange={(isDrawn) => edit({ isDrawn })}
      />
      {draft.isDrawn ? (
        <TextArea
          label={t`Drawing`}
          hint={t`A line for each row, the row nearest the screen first: s standard, p premium, w wheelchair space, c companion, () sofa, x out of service, . no seat. An empty line is a cross aisle.`}
          rows={12}
          className={styles.drawing}
          required
          spellCheck={false}
          placeholder={EXAMPLE}
          problem={planProblem(error) ?? problem("plan") ?? problem("rows")}
          value={draft.plan}
          onChange={({ target }) => edit({ plan: target.value })}
        />
      ) : (
        <>
          <div className={form.pair}>
            {text("rows", t`Rows`, "rows")}
            {text("seats", t`Seats in each row`, "seats_per_row")}
          </div>
          <Field
            label={t`Aisles after the seats`}
            hint={t`Numbers with commas, such as 4, 8.`}
            autoComplete="off"
            problem={problem("aisles")}
            value={draft.aisles}
            onChange={({ target }) => edit({ aisles: target.value })}
          />
        </>
      )}
      <div className={form.pair}>
        {text("firstRow", t`Letter of the row nearest the screen`, "first_row")}
        {text("cleaning", t`Minutes of cleaning after a show`, "cleaning_minutes")}
      </div>
      <FormError error={error} />
      <div className={form.actions}>
        <Button type="submit" kind="primary" busy={busy}>{t`Create the hall`}</Button>
        <ButtonLink href="/set-up">{t`Cancel`}</ButtonLink>
      </div>
    </form>
  );
}

/** Where the drawing cannot be read. */
function planProblem(error: unknown): string | null {
  if (codeOf(error) !== "plan-unreadable" || !(error instanceof Problem)) return null;
  const { line, column } = error.data as { line: number; column: number };
  return t`Line ${line}, sign ${column} is no part of a drawing.`;
}
