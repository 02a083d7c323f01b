import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Person } from "#api/staff/types.ts";

const STATES: Record<Person["state"], MessageDescriptor> = {
  invited: msg`Invited`,
  active: msg`Active`,
  deactivated: msg`Deactivated`,
};

/** "Invited": whether the person can sign in. */
export const stateText = ({ state }: Pick<Person, "state">): string => i18n._(STATES[state]);
