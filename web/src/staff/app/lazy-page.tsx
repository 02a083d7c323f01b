import { type ComponentType, lazy } from "react";
import { loadCatalogue } from "./catalogues.ts";

/** A page with its code and its catalogue, which load in parallel. */
export function lazyPage<Props extends object>(folder: string, load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const [component] = await Promise.all([load(), loadCatalogue(folder)]);
    return { default: component };
  }) as unknown as ComponentType<Props>;
}
