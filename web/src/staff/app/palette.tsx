import { t } from "@lingui/core/macro";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useLocation } from "wouter";
import { usePeople } from "#api/staff/team.ts";
import { maySomewhere } from "#staff/team/access.ts";
import { personName } from "#staff/team/names.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import { Button } from "#ui/button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { type Goal, useFoundGoals } from "./found-goals.ts";
import { matches, mayBePartOfNumber } from "./matches.ts";
import styles from "./palette.module.css";
import { screenName, screenPurpose, screensFor } from "./screens.ts";

/** How many results are shown. */
const LIMIT = 12;

const isMac = /Mac|iP/.test(navigator.userAgent);

/** Screens and people, which the browser finds itself. People appear once something is typed. */
function useLocalGoals(typed: string): Goal[] {
  const allowed = useAllowed();
  const people = usePeople(maySomewhere(allowed, "manage-people")).data ?? [];
  const screens = screensFor(allowed).map((one) => ({
    path: one.path,
    name: screenName(one),
    about: screenPurpose(one),
  }));
  const persons = people.map((one) => ({
    path: `/people/${one.id}`,
    name: personName(one),
    about: one.email,
  }));
  const goals = typed === "" ? screens : [...screens, ...persons];
  return goals.filter(({ name, about }) => matches(`${name} ${about}`, typed));
}

/** Opens screens, people, orders, shows of today and films: Ctrl or ⌘ K. */
export function Palette() {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      // Another dialog is open.
      if (document.querySelector("dialog[open]")) return;
      // The browser gives the focus back to what had it.
      if (document.activeElement === document.body) opener.current?.focus();
      setOpen(true);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        ref={opener}
        className={styles.opener}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        {t`Search`} <span aria-hidden="true">{isMac ? "⌘K" : "Ctrl K"}</span>
      </Button>
      <Dialog
        open={open}
        title={t`Go to`}
        onClose={close}
        actions={<Button onClick={close}>{t`Close`}</Button>}
      >
        {open && <Finder close={close} />}
      </Dialog>
    </>
  );
}

function Finder({ close }: { close: () => void }) {
  const id = useId();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const text = typed.trim();
  const readsOrders = maySomewhere(useAllowed(), "read-orders");
  const local = useLocalGoals(text);
  const found = useFoundGoals(text);
  const goals = [...local, ...found.goals].slice(0, LIMIT);
  const active = Math.min(at, goals.length - 1);

  function go(goal: Goal | undefined) {
    if (!goal) return;
    close();
    if (goal.isPublic) open(goal.path, "_blank", "noopener");
    else navigate(goal.path);
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt((next + goals.length) % Math.max(1, goals.length));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(goals[active]);
    }
  }

  return (
    <div className={styles.finder}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
        autoFocus
        type="text"
        role="combobox"
        aria-label={t`Screen, person, order, show or film`}
        aria-expanded={goals.length > 0}
        aria-controls={`${id}list`}
        aria-activedescendant={goals.length > 0 ? `${id}${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
      />
      <div id={`${id}list`} role="listbox" aria-label={t`Results`} className={styles.results}>
        {goals.map((goal, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
          <div
            key={goal.path}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => go(goal)}
          >
            <span>{goal.name}</span> <small>{goal.about}</small>
          </div>
        ))}
      </div>
      <p role="status" className={styles.state}>
        {found.hasFailed && t`Orders and films could not be searched. Change a letter to try again.`}
        {!found.hasFailed && found.isSearching && t`Searching …`}
        {!found.hasFailed &&
          !found.isSearching &&
          goals.length === 0 &&
          (readsOrders && mayBePartOfNumber(text)
            ? t`Nothing fits. A booking is found by its whole number.`
            : t`Nothing fits.`)}
      </p>
    </div>
  );
}
