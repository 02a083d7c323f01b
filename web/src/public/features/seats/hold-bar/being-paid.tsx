import { t } from "@lingui/core/macro";
import { ButtonLink } from "#ui/button.tsx";
import styles from "./hold-bar.module.css";

/** The seats can't be changed until their payment is decided. */
export function BeingPaid({ frozen, secret }: { frozen: boolean; secret: string }) {
  return (
    <div className={styles.bar}>
      <p>{frozen ? t`Your seats are being paid for.` : t`These seats are yours.`}</p>
      <div className={styles.actions}>
        <ButtonLink kind="primary" href={`/ticket/${secret}`}>
          {frozen ? t`Go to the payment` : t`Go to your tickets`}
        </ButtonLink>
      </div>
    </div>
  );
}
