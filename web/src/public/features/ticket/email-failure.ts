import { t } from "@lingui/core/macro";
import { invalidFields, problemText } from "#api/problem.ts";

/** Why a request with an email address failed. */
export const emailFailureText = (error: unknown): string =>
  invalidFields(error).includes("email")
    ? t`This email address can’t be used. Check it, then try again.`
    : problemText(error);
