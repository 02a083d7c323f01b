/** Plain text with paragraphs. An empty line starts a block; a block that starts with "#" is a heading. */

export type TextBlock = { heading: boolean; text: string };

export function textBlocks(text: string): TextBlock[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== "")
    .map((block) =>
      block.startsWith("#")
        ? { heading: true, text: block.replace(/^[# ]+/, "") }
        : { heading: false, text: block },
    );
}
