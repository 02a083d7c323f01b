import { useEffect, useRef, useState } from "react";
import { type Hold, useHoldActions } from "#api/hold.ts";
import { problemText } from "#api/problem.ts";
import { Button } from "#ui/button.tsx";
import { Countdown } from "#ui/countdown.tsx";
import { useSecondsLeft } from "#ui/use-seconds-left.ts";
import styles from "./extend-dialog.module.css";

const ASK_AT = 60;

/** With a minute left: more time, in one tap. Closing it is an answer too, and it is not asked again. */
export function ExtendDialog({ hold }: { hold: Hold }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { extend } = useHoldActions();
  const [answered, setAnswered] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const seconds = useSecondsLeft(hold.deadline);
  const open = seconds > 0 && seconds <= ASK_AT && hold.extensionsLeft > 0 && answered !== hold.deadline;

  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);

  async function moreTime() {
    await extend().catch((error) => setFailure(problemText(error)));
  }

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="extend-title"
      onClose={() => setAnswered(hold.deadline)}
    >
      <h2 id="extend-title">Need more time?</h2>
      <p>
        Your seats are held for another <Countdown deadline={hold.deadline} />.
      </p>
      {failure && <p role="alert">{failure}</p>}
      <div className={styles.ways}>
        <Button kind="primary" onClick={moreTime}>
          Hold them five more minutes
        </Button>
        <Button onClick={() => dialog.current?.close()}>No, thanks</Button>
      </div>
    </dialog>
  );
}
