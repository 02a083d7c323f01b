/** The screens of the app, and the permission that each of them needs. */

import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Allowed, PermissionName } from "#api/staff/types.ts";
import { maySomewhere } from "#staff/team/access.ts";

export type Screen = {
  path: string;
  name: MessageDescriptor;
  /** What one does there. */
  purpose: MessageDescriptor;
  /** Null: for everybody on the team. */
  permission: PermissionName | null;
  /** Where the navigation has it. The others are in the menu of the person or on another screen. */
  inNavigation: boolean;
};

const SCREENS: readonly Screen[] = [
  {
    path: "/",
    name: msg`Today`,
    purpose: msg`The shows of today, and what needs attention`,
    permission: null,
    inNavigation: true,
  },
  {
    path: "/orders",
    name: msg`Orders`,
    purpose: msg`Find a booking: send, print, correct, refund`,
    permission: "read-orders",
    inNavigation: true,
  },
  {
    path: "/films",
    name: msg`Films`,
    purpose: msg`Titles, posters and texts of the films`,
    permission: "manage-films",
    inNavigation: true,
  },
  {
    path: "/films/new",
    name: msg`Add a film`,
    purpose: msg`Title, running time and what else is known`,
    permission: "manage-films",
    inNavigation: false,
  },
  {
    path: "/films/import",
    name: msg`Import films`,
    purpose: msg`From a spreadsheet saved as CSV`,
    permission: "manage-films",
    inNavigation: false,
  },
  {
    path: "/prices",
    name: msg`Prices`,
    purpose: msg`Price cards: what tickets cost`,
    permission: "manage-prices",
    inNavigation: true,
  },
  {
    path: "/prices/new",
    name: msg`New price card`,
    purpose: msg`Prices by ticket type, seat, format and length`,
    permission: "manage-prices",
    inNavigation: false,
  },
  {
    path: "/prices/rules",
    name: msg`Price rules`,
    purpose: msg`Which price card applies when, as a week`,
    permission: "manage-prices",
    inNavigation: false,
  },
  {
    path: "/prices/ticket-types",
    name: msg`Ticket types`,
    purpose: msg`Adults, children and others, with their conditions`,
    permission: "manage-prices",
    inNavigation: false,
  },
  {
    path: "/people",
    name: msg`People`,
    purpose: msg`The team: its roles, invitations and sign-in`,
    permission: "manage-people",
    inNavigation: true,
  },
  {
    path: "/people/invite",
    name: msg`Invite a person`,
    purpose: msg`Choose roles, and hand over the link`,
    permission: "manage-people",
    inNavigation: false,
  },
  {
    path: "/people/devices",
    name: msg`Devices`,
    purpose: msg`Tills and door scanners: pair and revoke`,
    permission: "manage-devices",
    inNavigation: false,
  },
  {
    path: "/people/devices/new",
    name: msg`Pair a device`,
    purpose: msg`Show a code for a till or a door scanner`,
    permission: "manage-devices",
    inNavigation: false,
  },
  {
    path: "/programs",
    name: msg`Programs`,
    purpose: msg`The keys of your website and other programs`,
    permission: "manage-api-keys",
    inNavigation: true,
  },
  {
    path: "/programs/new",
    name: msg`Create a key`,
    purpose: msg`For a program that uses the API for staff`,
    permission: "manage-api-keys",
    inNavigation: false,
  },
  {
    path: "/audit",
    name: msg`Audit`,
    purpose: msg`Who did what`,
    permission: "read-audit",
    inNavigation: true,
  },
  {
    path: "/settings",
    name: msg`Settings`,
    purpose: msg`The cinema, its seller, legal texts, email and payments`,
    permission: "manage-venue",
    inNavigation: true,
  },
  {
    path: "/set-up",
    name: msg`Set-up`,
    purpose: msg`From an empty site to the first show`,
    permission: "manage-venue",
    inNavigation: false,
  },
  {
    path: "/your-sign-in",
    name: msg`Your sign-in`,
    purpose: msg`Your passkeys, second factor and approval PIN`,
    permission: null,
    inNavigation: false,
  },
  {
    path: "/roles",
    name: msg`Who may do what`,
    purpose: msg`All roles with their permissions`,
    permission: null,
    inNavigation: false,
  },
];

/** The screens that these permissions open. */
export const screensFor = (allowed: readonly Allowed[]): Screen[] =>
  SCREENS.filter(({ permission }) => permission === null || maySomewhere(allowed, permission));

export const screenName = (screen: Screen): string => i18n._(screen.name);
export const screenPurpose = (screen: Screen): string => i18n._(screen.purpose);
