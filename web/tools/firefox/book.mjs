/**
 * Books two seats in Firefox, from the programme to the tickets: `node book.mjs URL FIREFOX`. Puppeteer speaks
 * WebDriver BiDi to it, which needs no driver. Fails if a step does not appear, or if a script of the page fails.
 */
import { launch } from "puppeteer-core";

const [url, executablePath] = process.argv.slice(2);
const browser = await launch({ browser: "firefox", executablePath });
const page = await browser.newPage();
const errors = [];
page.on("pageerror", (error) => errors.push(error.message));

/** Waits for an element. Puppeteer's locators lose the document when the app shows another page. */
async function find(selector, text = "") {
  const found = (selector, text) =>
    [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(text));
  return (await page.waitForFunction(found, { polling: 100 }, selector, text)).asElement();
}
const click = async (selector, text) => (await find(selector, text)).click();

await page.goto(`${url}/?lang=en`);
await click("a", "Tomorrow");
await click('main a[href^="/show/"]', "from");
await click("button", "Best together");
await find("main", "2 of 2");
await click('a[href="/checkout"]');
await (await find("input[autocomplete=email]")).type("ada@example.org");
await click("button", "Pay · ");
await find("main", "Code at the door");

console.log(`${await browser.version()}: ${page.url()}`);
await browser.close();
if (errors.length > 0) throw new Error(errors.join("\n"));
