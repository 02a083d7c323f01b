import { staffProblemText } from "#api/staff/problem.ts";
import styles from "./form.module.css";

/** Why the form was refused. The live region is in the page before the message. */
export function FormError({ error }: { error: unknown }) {
  return (
    <div role="alert">{error !== null && <p className={styles.error}>{staffProblemText(error)}</p>}</div>
  );
}
