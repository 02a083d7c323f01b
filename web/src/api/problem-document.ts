/** The API's problem documents (RFC 9457), derived from its OpenAPI document. */

import type { components } from "./schema.gen.ts";

type Schemas = components["schemas"];
type AnyProblem = Schemas[Extract<keyof Schemas, `${string}Problem`>];
type MembersOf<T> = T extends unknown ? keyof T : never;
type Member<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

/** The stable codes of all errors. */
export type ProblemCode = AnyProblem["code"];

/** The members of all problem documents; which are there depends on the code. */
export type ProblemDocument = { [K in MembersOf<AnyProblem>]?: Member<AnyProblem, K> };
