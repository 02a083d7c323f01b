import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { staffProblemText } from "#api/staff/problem.ts";
import { hallsQuery } from "#api/staff/settings.ts";
import form from "#staff/ui/form.module.css";
import { Checkbox } from "#ui/checkbox.tsx";

type Props = {
  venue: number;
  /** Null for all halls. */
  chosen: readonly number[] | null;
  change: (chosen: readonly number[] | null) => void;
};

/** All halls of a cinema, or some of them. Nothing to choose where there is only one. */
export function HallChoice({ venue, chosen, change }: Props) {
  const { data, error } = useQuery(hallsQuery(venue));
  if (error !== null) return <p>{staffProblemText(error)}</p>;
  if (data === undefined || data.length < 2) return null;
  const toggle = (id: number, isOn: boolean) =>
    change(isOn ? [...(chosen ?? []), id] : (chosen ?? []).filter((one) => one !== id));
  return (
    <fieldset className={form.set}>
      <legend>{t`Halls`}</legend>
      <Checkbox
        label={t`All halls, also later ones`}
        checked={chosen === null}
        onChange={(isOn) => change(isOn ? null : [])}
      />
      {chosen !== null &&
        data.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(isOn) => toggle(id, isOn)}
          />
        ))}
    </fieldset>
  );
}
