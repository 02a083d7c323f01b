"""Shows an open screen in another language without loading it again, so that its state is kept."""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.database_server import CHECKOUT

BUILT = CHECKOUT / "src/matinee/pages/static/app"

ACTIVATE = """
async ({ language, messages }) => {
    const root = document.getElementById("root");
    const container = Object.keys(root).find(key => key.startsWith("__reactContainer"));
    let fiber = root[container].stateNode.current;
    while (!fiber.memoizedProps?.i18n) fiber = fiber.child;
    const { i18n } = fiber.memoizedProps;
    i18n.load(language, messages);
    i18n.activate(language);
    const pending = [root[container].stateNode.current];
    while (pending.length > 0) {
        const one = pending.pop();
        // React skips components whose props are the same object.
        if (one.memoizedProps?.constructor === Object) one.memoizedProps = { ...one.memoizedProps };
        pending.push(...[one.child, one.sibling].filter(Boolean));
    }
    document.documentElement.lang = language;
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
}
"""
"""Gives the messages of all features to the `i18n` of the app's provider, which draws the app again."""


def show_in(page: Page, language: str) -> None:
    """Show the app's own texts in a language. Films and other data keep the language they were loaded in."""
    built = BUILT / "staff" if urlsplit(page.url).path.startswith("/staff/") else BUILT
    manifest = json.loads((built / ".vite/manifest.json").read_text())
    catalogues = [
        page.evaluate(_as_expression((built / chunk["file"]).read_text()))
        for source, chunk in manifest.items()
        if source.endswith(f"locales/{language}.po")
    ]
    before = page.locator("#root").inner_text()
    messages = {key: message for catalogue in catalogues for key, message in catalogue.items()}
    page.evaluate(ACTIVATE, {"language": language, "messages": messages})
    assert page.locator("#root").inner_text() != before, "the screen kept its language"


def _as_expression(module: str) -> str:
    """A call that returns what the module exports, because a page that is offline cannot import it."""
    return "(() => {" + re.sub(r"export\s*{\s*(\w+) as messages\s*}", r"return \1", module) + "})()"
