import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "#public/app/app.tsx";

/** The whole app at an address, as a browser would open it. */
export function openApp(address: string) {
  history.replaceState(null, "", address);
  render(<App />);
  return userEvent.setup();
}
