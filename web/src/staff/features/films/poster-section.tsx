import { t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";
import { useFilmActions } from "#api/staff/films.ts";
import { staffProblemText } from "#api/staff/problem.ts";
import type { Film } from "#api/staff/types.ts";
import { announce } from "#lib/announcements.ts";
import { FileField } from "#staff/ui/file-field.tsx";
import form from "#staff/ui/form.module.css";
import { useAction } from "#staff/ui/use-action.ts";
import { Button } from "#ui/button.tsx";
import { focusHeading } from "#ui/page-heading.tsx";
import { messageAbout } from "./film-fields.tsx";
import styles from "./poster-section.module.css";

/** Shows, uploads and removes the poster of a film. */
export function PosterSection({ film }: { film: Film }) {
  const { setPoster, removePoster } = useFilmActions();
  const { busy, error, run, clear } = useAction();
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const { title } = film;

  function choose(next: File) {
    clear();
    setProblem(null);
    setFile(next);
  }

  async function send(chosen: File) {
    setSent(0);
    await run(
      () => setPoster(film, chosen, setSent),
      () => {
        setFile(null);
        focusHeading();
        announce(t`The poster is saved.`);
      },
    );
    setSent(null);
  }

  const remove = () =>
    run(
      () => removePoster(film),
      () => {
        focusHeading();
        announce(t`The poster is removed.`);
      },
    );

  return (
    <section className={form.form} aria-label={t`Poster`}>
      <h2>{t`Poster`}</h2>
      <div className={styles.poster}>
        {file ? (
          <Preview file={file} />
        ) : film.poster ? (
          <img className={styles.picture} src={film.poster} alt={t`Poster of ${title}`} />
        ) : (
          <p className={styles.none}>{t`No poster is uploaded. The site draws one from the title.`}</p>
        )}
        <div className={styles.actions}>
          <FileField
            label={film.poster ? t`Another picture` : t`Picture`}
            hint={t`JPEG, PNG or WebP, at most 10 MB, best 1,280 × 1,920 pixels or more.`}
            accept="image/jpeg,image/png,image/webp"
            problem={
              problem ?? (error === null ? null : (messageAbout(error, "file") ?? staffProblemText(error)))
            }
            onChoose={choose}
            onProblem={(text) => {
              setFile(null);
              setProblem(text);
            }}
          />
          {sent !== null && (
            <progress className={styles.progress} value={sent} max={1} aria-label={t`Upload`} />
          )}
          {file && (
            <div className={form.actions}>
              <Button kind="primary" busy={busy} onClick={() => void send(file)}>{t`Save the poster`}</Button>
              <Button
                onClick={() => {
                  clear();
                  setFile(null);
                  focusHeading();
                }}
              >{t`Cancel`}</Button>
            </div>
          )}
          {!file && film.poster && (
            <div>
              <Button busy={busy} onClick={() => void remove()}>{t`Remove the poster`}</Button>
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

/** Draws the chosen picture. A canvas needs no address, which the site's policy would have to allow. */
function Preview({ file }: { file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { name } = file;
  useEffect(() => {
    let isCurrent = true;
    createImageBitmap(file, { resizeWidth: 320 })
      .then((picture) => {
        const element = canvas.current;
        if (!isCurrent || !element) return;
        element.width = picture.width;
        element.height = picture.height;
        element.getContext("2d")?.drawImage(picture, 0, 0);
      })
      // The server says what is wrong with the file.
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [file]);
  return <canvas ref={canvas} className={styles.picture} role="img" aria-label={t`Preview of ${name}`} />;
}
