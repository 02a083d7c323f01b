/** Hands a PDF to the browser, which stores or opens it as the person has set it up. */

export function saveFile(file: Blob, reference: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `copy-${reference}.pdf`;
  link.click();
  URL.revokeObjectURL(address);
}
