/** Adds `showModal` and `close` to jsdom's dialog element. */
export function installDialogElement(): void {
  HTMLDialogElement.prototype.showModal = function open() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}
