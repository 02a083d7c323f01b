/** In place of the cache of mutations of TanStack Query, which the app does not use. */
export class MutationCache {
  findAll() {
    return [];
  }
  clear() {}
  async resumePausedMutations() {}
}
