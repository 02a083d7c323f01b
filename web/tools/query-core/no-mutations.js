/** In place of the cache of mutations of TanStack Query, which the app does not use. */
export class MutationCache {
  build() {
    throw new Error("The build leaves out mutations, see vite.config.ts.");
  }
  findAll() {
    return [];
  }
  clear() {}
  async resumePausedMutations() {}
}
