/**
 * Plain text with paragraphs. An empty line starts a block. A line that starts with "#" is a heading, which
 * is a block of its own.
 */

export type TextBlock = { heading: boolean; text: string };

export function textBlocks(text: string): TextBlock[] {
  return text
    .trim()
    .replaceAll("\r\n", "\n")
    .split(/\n\s*\n|^(#.*)$/m)
    .filter((block) => block?.trim())
    .map((block) =>
      block.startsWith("#")
        ? { heading: true, text: block.replace(/^[# ]+/, "").trim() }
        : { heading: false, text: block.trim() },
    );
}
