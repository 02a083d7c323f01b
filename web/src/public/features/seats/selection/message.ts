/** A message above the bar, with its actions. The first of several actions is the primary one. */

export type Action = { label: string; onClick: () => void };

export type Message = {
  tone: "plain" | "warn" | "danger";
  text: string;
  actions: Action[];
  /** Runs once the message is in the bar, which is higher then. */
  onShow?: () => void;
};

export const plain = (text: string, actions: Action[]): Message => ({ tone: "plain", text, actions });

export const danger = (text: string, actions: Action[]): Message => ({ tone: "danger", text, actions });

/** The name in the session's storage of the seats that were held together. */
export const TOGETHER = "party-seats";
