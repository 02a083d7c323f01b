/** What is said above the bar, with what can be done about it; the first way is the one that is offered. */

export type Way = { label: string; act: () => void };

export type Message = { tone: "plain" | "warn" | "danger"; text: string; ways: Way[] };

export const plain = (text: string, ways: Way[]): Message => ({ tone: "plain", text, ways });

export const danger = (text: string, ways: Way[]): Message => ({ tone: "danger", text, ways });
