/** jsdom knows no modal dialogs: here one that opens and closes. */
export function installDialogElement(): void {
  HTMLDialogElement.prototype.showModal = function open() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}
