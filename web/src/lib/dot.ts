/** Between two facts. A line breaks only after it. */
export const DOT = "\u00a0· ";
