import { type RefObject, useEffect, useRef } from "react";

/** A field that takes the focus whenever the server has refused its value. Without a refusal: null or false. */
export function useFocusOnRefusal<T extends HTMLElement>(refusal: unknown): RefObject<T | null> {
  const field = useRef<T>(null);
  useEffect(() => {
    if (refusal) field.current?.focus();
  }, [refusal]);
  return field;
}
