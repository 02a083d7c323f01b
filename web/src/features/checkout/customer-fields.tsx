import type { Draft } from "./draft.ts";
import { Field } from "./field.tsx";

type Props = { draft: Draft; change: (change: Partial<Draft>) => void };

/** Where the tickets go: the one thing that has to be typed. */
export function CustomerFields({ draft, change }: Props) {
  return (
    <>
      <Field
        label="E-mail"
        hint="We send your tickets there. They appear on the next page too."
        type="email"
        autoComplete="email"
        required
        value={draft.email}
        onChange={(event) => change({ email: event.target.value })}
      />
      <Field
        label="Name"
        autoComplete="name"
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
      />
    </>
  );
}
