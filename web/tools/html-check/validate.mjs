/** Validates HTML with html-validate: a JSON string per line on standard input, a JSON array of errors per line back. */
import { createInterface } from "node:readline";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import config from "./.htmlvalidate.json" with { type: "json" };

const validator = new HtmlValidate(new FileSystemConfigLoader(config));

for await (const line of createInterface({ input: process.stdin })) {
  const report = await validator.validateString(JSON.parse(line));
  const errors = report.results.flatMap((one) => one.messages);
  process.stdout.write(
    `${JSON.stringify(errors.map((one) => `${one.message} (${one.ruleId}, ${one.selector})`))}\n`,
  );
}
