import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "#public/app/app.tsx";

/** Opens the whole app at an address. */
export function openApp(address: string) {
  history.replaceState(null, "", address);
  render(<App />);
  return userEvent.setup();
}
