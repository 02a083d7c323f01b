import { t } from "@lingui/core/macro";
import { Toolbar } from "#ui/toolbar.tsx";
import styles from "./view-switch.module.css";

export type View = "map" | "list";

type Props = { view: View; choose: (view: View) => void };

export function ViewSwitch({ view, choose }: Props) {
  const option = (one: View, name: string) => (
    <button type="button" aria-pressed={view === one} onClick={() => choose(one)}>
      {name}
    </button>
  );
  return (
    <Toolbar className={styles.views} label={t`Choose on the map or from a list`}>
      {option("map", t`Map`)}
      {option("list", t`List`)}
    </Toolbar>
  );
}
