/** The types of the API for staff under the names that the app uses. */

import type { components } from "#api/staff-schema.gen.ts";

type Schemas = components["schemas"];
type AnyProblem = Schemas[Extract<keyof Schemas, `${string}Problem`>];

/** The stable codes of all errors. */
export type StaffProblemCode = AnyProblem["code"];

export type Session = Schemas["Session"];
export type Allowed = Schemas["Allowed"];
export type PermissionName = Schemas["PermissionName"];
export type RoleName = Schemas["RoleName"];
/** A role at a venue; at all venues if `venue_id` is null. */
export type Grant = Schemas["Grant"];
export type RolesTable = Schemas["Roles"];
export type SecondFactor = Schemas["SecondFactor"];

export type Passkey = Schemas["Passkey"];
export type PinState = Schemas["PinState"];
/** Who can approve an action. */
export type Approver = Schemas["NeedsApprovalProblem"]["approvers"][number];
export type Device = Schemas["Device"];
export type NewDevice = Schemas["NewDevice"];
export type DeviceKind = Schemas["DeviceKind"];

export type Person = Schemas["Person"];
export type InvitedPerson = Schemas["InvitedPerson"];
export type ApiKey = Schemas["ApiKey"];
export type NewApiKey = Schemas["NewApiKey"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditPage = Schemas["AuditPage"];

export type Today = Schemas["Today"];
export type VenueToday = Schemas["VenueToday"];
export type ShowToday = Schemas["ShowToday"];
export type TodayWarning = Schemas["TodayWarning"];

export type FoundOrder = Schemas["FoundOrder"];
export type FoundOrderPage = Schemas["FoundOrderPage"];
export type OrderRecord = Schemas["OrderRecord"];
export type OrderStatus = Schemas["OrderStatus"];
export type OrderEvent = Schemas["EventOfOrder"];
export type OrderEmail = Schemas["EmailOfOrder"];
export type OrderTicket = Schemas["TicketOfOrder"];
export type OrderRefund = Schemas["RefundOfOrder"];
export type OrderPayment = Schemas["PaymentOfOrder"];
export type ReasonForAttention = Schemas["ReasonForAttention"];
export type RefundPreview = Schemas["RefundPreview"];
export type Attendees = Schemas["Attendees"];
export type Attendee = Schemas["Attendee"];
export type Film = Schemas["Film"];
export type ListedFilm = Schemas["ListedFilm"];
export type FilmRequest = Schemas["MovieRequest"];
export type FilmChanges = Schemas["MovieChanges"];
export type FilmImport = Schemas["Import"];
export type AgeRatingSystem = Schemas["AgeRatingSystem"];
export type ManagedVenue = Schemas["ManagedVenue"];
export type VenueSettings = Schemas["VenueSettings"];
export type ChangedVenue = Schemas["ChangedVenue"];
export type NewVenue = Schemas["NewVenueRequest"];
export type VenueChanges = Schemas["VenueChanges"];
export type VenueChoices = Schemas["VenueChoices"];
export type Impact = Schemas["Impact"];
export type OpenTime = Schemas["OpenTime"];
export type OwnLegalPage = Schemas["OwnLegalPage"];
export type LegalKindName = Schemas["LegalKindName"];
export type Requirement = Schemas["Requirement"];
export type RequirementCode = Schemas["RequirementCode"];
export type MailTest = Schemas["MailTest"];
export type ManagedHall = Schemas["ManagedHall"];
export type NewHall = Schemas["NewHallRequest"];
export type NewShow = Schemas["NewShowRequest"];
export type ScheduledShow = Schemas["ScheduledShow"];
export type FirstOwner = Schemas["FirstOwnerRequest"];
export type StaffTicketType = Schemas["TicketTypeOfStaff"];
export type TicketTypeValues = Omit<Schemas["TicketTypeRequest"], "venue_id">;
export type PriceCardSummary = Schemas["PriceCardSummary"];
export type PriceCard = Schemas["PriceCard"];
export type PriceAmounts = Omit<Schemas["PriceCardPreviewRequest"], "venue_id">;
export type AdjustmentPreview = Schemas["AdjustmentPreview"];
export type PriceTable = Schemas["PriceTable"];
export type AppliedPrices = Schemas["Applied"];
export type PriceRule = Schemas["PriceRule"];
export type PriceRuleValues = Omit<Schemas["PriceRuleRequest"], "venue_id">;
export type PriceGrid = Schemas["Grid"];
