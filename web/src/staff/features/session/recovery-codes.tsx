import { t } from "@lingui/core/macro";
import { useLocation } from "wouter";
import { useSessionActions } from "#api/staff/session.ts";
import { announce } from "#lib/announcements.ts";
import form from "#staff/ui/form.module.css";
import { StaffPage } from "#staff/ui/page.tsx";
import { Button } from "#ui/button.tsx";
import styles from "./session.module.css";

/** Shown once, after the first passkey or the app is set up. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const { reload } = useSessionActions();
  const [, navigate] = useLocation();
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(codes.join("\n")).then(
      () => true,
      () => false,
    );
    announce(done ? t`Copied.` : t`The browser does not allow copying. Print the codes, or write them down.`);
  };
  const goOn = async () => {
    await reload();
    navigate("/");
  };
  return (
    <StaffPage title={t`Keep your recovery codes`} narrow>
      <p>{t`Each of these codes replaces your passkey or your app once, if you lose it. They are shown only now. Print them, or keep them in a password manager.`}</p>
      <ul className={styles.codes}>
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className={`${form.actions} ${styles.noPrint}`}>
        <Button onClick={copy}>{t`Copy`}</Button>
        <Button onClick={() => print()}>{t`Print`}</Button>
        <Button kind="primary" onClick={goOn}>{t`I have kept the codes`}</Button>
      </div>
    </StaffPage>
  );
}
