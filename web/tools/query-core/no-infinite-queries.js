/** In place of the infinite queries of TanStack Query, which the app does not use. */
export function infiniteQueryBehavior() {
  throw new Error("The build leaves out infinite queries, see vite.config.ts.");
}
export const hasNextPage = infiniteQueryBehavior;
export const hasPreviousPage = infiniteQueryBehavior;
