/** The entry: shows the server's first view, then requests the app. */

import "#ui/tokens.css";
import "#ui/base.css";
import { firstPaint } from "#lib/first-paint.ts";

/** The links to the page's scripts. Requested earlier, they would take the connection from styles and fonts. */
function requestScripts(): void {
  const links = document.querySelector<HTMLTemplateElement>("#scripts");
  if (links) document.head.append(links.content);
}

async function start(root: HTMLElement): Promise<void> {
  await firstPaint();
  requestScripts();
  const app = await import("./start.tsx");
  await app.start(root);
}

const root = document.getElementById("root");
if (root) {
  start(root).catch((error) => {
    void import("./noscript-content.ts").then(({ showNoscriptContent }) => showNoscriptContent(root));
    throw error;
  });
}
