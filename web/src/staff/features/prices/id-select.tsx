import { SelectField } from "#staff/ui/select-field.tsx";

type Props = {
  label: string;
  /** What it says if nothing is selected, such as "any hall". */
  any: string;
  options: readonly { id: number; name: string }[];
  value: number | null;
  onChange: (id: number | null) => void;
};

/** Selects one of several by id, or none. */
export function IdSelect({ label, any, options, value, onChange }: Props) {
  return (
    <SelectField
      label={label}
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value))}
    >
      <option value="">{any}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
