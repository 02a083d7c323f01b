import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import type { PermissionName } from "#api/staff/types.ts";
import { maySomewhere } from "#staff/team/access.ts";
import { useAllowed } from "#staff/team/use-team.ts";
import { lazyPage } from "./lazy-page.tsx";
import { NotFoundPage, NotPermittedPage } from "./not-found-page.tsx";
import { RolesPage } from "./roles-page.tsx";

const SecondFactor = lazyPage(
  "features/session",
  async () => (await import("#staff/features/session/second-factor-page.tsx")).SecondFactorPage,
);

const OwnSignIn = lazyPage(
  "features/session",
  async () => (await import("#staff/features/session/own-sign-in-page.tsx")).OwnSignInPage,
);
const Devices = lazyPage(
  "features/devices",
  async () => (await import("#staff/features/devices/devices-page.tsx")).DevicesPage,
);
const NewDevice = lazyPage(
  "features/devices",
  async () => (await import("#staff/features/devices/new-device-page.tsx")).NewDevicePage,
);

const PEOPLE = "features/people";
const People = lazyPage(
  PEOPLE,
  async () => (await import("#staff/features/people/people-page.tsx")).PeoplePage,
);
const Invite = lazyPage(
  PEOPLE,
  async () => (await import("#staff/features/people/invite-page.tsx")).InvitePage,
);
const Person = lazyPage(
  PEOPLE,
  async () => (await import("#staff/features/people/person-page.tsx")).PersonPage,
);
const ORDERS = "features/orders";
const Orders = lazyPage(
  ORDERS,
  async () => (await import("#staff/features/orders/orders-page.tsx")).OrdersPage,
);
const Order = lazyPage(ORDERS, async () => (await import("#staff/features/orders/order-page.tsx")).OrderPage);
const Attendees = lazyPage(
  ORDERS,
  async () => (await import("#staff/features/orders/attendees-page.tsx")).AttendeesPage,
);
const Today = lazyPage(
  "features/today",
  async () => (await import("#staff/features/today/today-page.tsx")).TodayPage,
);
const PROGRAMS = "features/programs";
const Programs = lazyPage(
  PROGRAMS,
  async () => (await import("#staff/features/programs/programs-page.tsx")).ProgramsPage,
);
const NewKey = lazyPage(
  PROGRAMS,
  async () => (await import("#staff/features/programs/new-key-page.tsx")).NewKeyPage,
);
const Audit = lazyPage(
  "features/audit",
  async () => (await import("#staff/features/audit/audit-page.tsx")).AuditPage,
);

const FILMS = "features/films";
const Films = lazyPage(FILMS, async () => (await import("#staff/features/films/films-page.tsx")).FilmsPage);
const NewFilm = lazyPage(
  FILMS,
  async () => (await import("#staff/features/films/new-film-page.tsx")).NewFilmPage,
);
const ImportFilms = lazyPage(
  FILMS,
  async () => (await import("#staff/features/films/import-page.tsx")).ImportPage,
);
const Film = lazyPage(FILMS, async () => (await import("#staff/features/films/film-page.tsx")).FilmPage);
const SETTINGS = "features/settings";
const Settings = lazyPage(
  SETTINGS,
  async () => (await import("#staff/features/settings/settings-page.tsx")).SettingsPage,
);
const SET_UP = "features/set-up";
const SetUp = lazyPage(
  SET_UP,
  async () => (await import("#staff/features/set-up/set-up-page.tsx")).SetUpPage,
);
const NewCinema = lazyPage(
  SET_UP,
  async () => (await import("#staff/features/set-up/cinema-page.tsx")).CinemaPage,
);
const NewHall = lazyPage(SET_UP, async () => (await import("#staff/features/set-up/hall-page.tsx")).HallPage);
const FirstShow = lazyPage(
  SET_UP,
  async () => (await import("#staff/features/set-up/show-page.tsx")).ShowPage,
);

/** The sections of the settings. */
const SECTIONS = ["cinema", "seller", "refunds", "legal", "contact", "email", "payments"];

const PRICES = "features/prices";
const PriceCards = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/cards-page.tsx")).CardsPage,
);
const NewPriceCard = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/card-page.tsx")).NewCardPage,
);
const PriceCard = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/card-page.tsx")).CardPage,
);
const TicketTypes = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/ticket-types-page.tsx")).TicketTypesPage,
);
const NewTicketType = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/ticket-type-page.tsx")).NewTicketTypePage,
);
const TicketType = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/ticket-type-page.tsx")).TicketTypePage,
);
const PriceRules = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/rules-page.tsx")).RulesPage,
);
const NewPriceRule = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/rule-page.tsx")).NewRulePage,
);
const PriceRule = lazyPage(
  PRICES,
  async () => (await import("#staff/features/prices/rule-page.tsx")).RulePage,
);

/** Shows a page if the person may use it anywhere. The server checks each request again. */
function Needs({ permission, children }: { permission: PermissionName; children: ReactNode }) {
  return maySomewhere(useAllowed(), permission) ? children : <NotPermittedPage permission={permission} />;
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** All addresses of the app for people who are signed in. */
export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Today />
      </Route>
      <Route path="/films">
        <Needs permission="manage-films">
          <Films />
        </Needs>
      </Route>
      <Route path="/films/new">
        <Needs permission="manage-films">
          <NewFilm />
        </Needs>
      </Route>
      <Route path="/films/import">
        <Needs permission="manage-films">
          <ImportFilms />
        </Needs>
      </Route>
      <Route path="/films/:id">
        {({ id }) =>
          /^\d+$/.test(id) ? (
            <Needs permission="manage-films">
              <Film key={id} filmId={Number(id)} />
            </Needs>
          ) : (
            <NotFoundPage />
          )
        }
      </Route>
      <Route path="/people">
        <Needs permission="manage-people">
          <People />
        </Needs>
      </Route>
      <Route path="/people/invite">
        <Needs permission="manage-people">
          <Invite />
        </Needs>
      </Route>
      <Route path="/people/devices">
        <Needs permission="manage-devices">
          <Devices />
        </Needs>
      </Route>
      <Route path="/people/devices/new">
        <Needs permission="manage-devices">
          <NewDevice />
        </Needs>
      </Route>
      <Route path="/people/:id">
        {({ id }) =>
          /^\d+$/.test(id) ? (
            <Needs permission="manage-people">
              <Person key={id} personId={Number(id)} />
            </Needs>
          ) : (
            <NotFoundPage />
          )
        }
      </Route>
      <Route path="/orders">
        <Needs permission="read-orders">
          <Orders />
        </Needs>
      </Route>
      <Route path="/orders/:reference">
        {({ reference }) => (
          <Needs permission="read-orders">
            <Order key={reference} reference={reference} />
          </Needs>
        )}
      </Route>
      <Route path="/shows/:id/attendees">
        {({ id }) =>
          /^\d{1,18}$/.test(id) ? (
            <Needs permission="read-orders">
              <Attendees key={id} showId={Number(id)} />
            </Needs>
          ) : (
            <NotFoundPage />
          )
        }
      </Route>
      <Route path="/programs">
        <Needs permission="manage-api-keys">
          <Programs />
        </Needs>
      </Route>
      <Route path="/programs/new">
        <Needs permission="manage-api-keys">
          <NewKey />
        </Needs>
      </Route>
      <Route path="/settings">
        <Needs permission="manage-venue">
          <Settings />
        </Needs>
      </Route>
      <Route path="/settings/:section">
        {({ section }) =>
          SECTIONS.includes(section) ? (
            <Needs permission="manage-venue">
              <Settings section={section} />
            </Needs>
          ) : (
            <NotFoundPage />
          )
        }
      </Route>
      <Route path="/set-up">
        <Needs permission="manage-venue">
          <SetUp />
        </Needs>
      </Route>
      <Route path="/set-up/cinema">
        <Needs permission="manage-venue">
          <NewCinema />
        </Needs>
      </Route>
      <Route path="/set-up/hall">
        <Needs permission="manage-halls">
          <NewHall />
        </Needs>
      </Route>
      <Route path="/set-up/show">
        <Needs permission="manage-programme">
          <FirstShow />
        </Needs>
      </Route>
      <Route path="/audit">
        <Needs permission="read-audit">
          <Audit />
        </Needs>
      </Route>
      <Route path="/prices">
        <Needs permission="manage-prices">
          <PriceCards />
        </Needs>
      </Route>
      <Route path="/prices/new">
        <Needs permission="manage-prices">
          <NewPriceCard />
        </Needs>
      </Route>
      <Route path="/prices/ticket-types">
        <Needs permission="manage-prices">
          <TicketTypes />
        </Needs>
      </Route>
      <Route path="/prices/ticket-types/new">
        <Needs permission="manage-prices">
          <NewTicketType />
        </Needs>
      </Route>
      <Route path="/prices/ticket-types/:id">
        {({ id }) => (
          <Needs permission="manage-prices">
            {isNumber(id) ? <TicketType key={id} typeId={Number(id)} /> : <NotFoundPage />}
          </Needs>
        )}
      </Route>
      <Route path="/prices/rules">
        <Needs permission="manage-prices">
          <PriceRules />
        </Needs>
      </Route>
      <Route path="/prices/rules/new">
        <Needs permission="manage-prices">
          <NewPriceRule />
        </Needs>
      </Route>
      <Route path="/prices/rules/:id">
        {({ id }) => (
          <Needs permission="manage-prices">
            {isNumber(id) ? <PriceRule key={id} ruleId={Number(id)} /> : <NotFoundPage />}
          </Needs>
        )}
      </Route>
      <Route path="/prices/:id">
        {({ id }) => (
          <Needs permission="manage-prices">
            {isNumber(id) ? <PriceCard key={id} cardId={Number(id)} /> : <NotFoundPage />}
          </Needs>
        )}
      </Route>
      <Route path="/roles">
        <RolesPage />
      </Route>
      <Route path="/your-sign-in">
        <OwnSignIn />
      </Route>
      <Route path="/second-factor">
        <SecondFactor />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
