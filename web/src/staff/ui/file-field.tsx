import { t } from "@lingui/core/macro";
import { useId } from "react";
import { MAX_FILE_BYTES } from "#api/staff/upload.ts";
import styles from "./file-field.module.css";

type Props = {
  label: string;
  hint: string;
  /** Types and endings that the browser offers. The server looks at the content. */
  accept: string;
  problem: string | null;
  onChoose: (file: File) => void;
  onProblem: (problem: string) => void;
};

/** Chooses one file of at most 10 MB. */
export function FileField({ label, hint, accept, problem, onChoose, onProblem }: Props) {
  const id = useId();
  function choose(file: File | undefined) {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) onProblem(t`The file is larger than 10 MB. Choose a smaller one.`);
    else onChoose(file);
  }
  return (
    <div className={styles.file}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}problem ${id}hint` : `${id}hint`}
        onChange={({ target }) => choose(target.files?.[0])}
        // The same file again, after it was corrected, is a new choice.
        onClick={({ currentTarget }) => {
          currentTarget.value = "";
        }}
      />
      <small id={`${id}hint`}>{hint}</small>
      <div role="alert">
        {problem && (
          <p id={`${id}problem`} className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
