/** The names of roles and permissions. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { PermissionName, RoleName } from "#api/staff/types.ts";

const ROLES: Record<RoleName, MessageDescriptor> = {
  owner: msg`Owner`,
  manager: msg`Manager`,
  programmer: msg`Programmer`,
  cashier: msg`Cashier`,
  steward: msg`Steward`,
  accounts: msg`Accounts`,
};

/** Each completes "may …", and stands alone in a list. */
const PERMISSIONS: Record<PermissionName, MessageDescriptor> = {
  "manage-owners": msg`invite, change and remove owners`,
  "manage-people": msg`invite people and change their roles`,
  "manage-devices": msg`pair and revoke tills and scanners`,
  "manage-api-keys": msg`create and revoke the keys of programs`,
  "read-audit": msg`read who did what`,
  approve: msg`approve what exceeds the limit of another person`,
  "manage-venue": msg`change the cinema’s address, terms, legal texts and settings`,
  "manage-halls": msg`change halls and their seats`,
  "manage-films": msg`add and change films`,
  "manage-prices": msg`change ticket types, price cards and price rules`,
  "manage-programme": msg`plan, publish, move and cancel shows`,
  "read-orders": msg`find and read orders`,
  "serve-customers": msg`send tickets again, print, correct an address, swap seats`,
  "refund-orders": msg`refund orders up to the limit`,
  "refund-any-order": msg`refund orders above the limit, and admitted tickets`,
  "settle-orders": msg`settle orders that need attention`,
  sell: msg`sell at the counter`,
  admit: msg`scan tickets at the door`,
  "read-reports": msg`read reports and returns`,
};

export const ALL_ROLES = Object.keys(ROLES) as RoleName[];

export const roleName = (role: RoleName): string => i18n._(ROLES[role]);

export const permissionText = (permission: PermissionName): string => i18n._(PERMISSIONS[permission]);

export const isRole = (text: unknown): text is RoleName => Object.hasOwn(ROLES, String(text));
