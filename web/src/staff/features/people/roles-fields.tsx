import { t } from "@lingui/core/macro";
import { useRef, useState } from "react";
import type { Grant, RoleName } from "#api/staff/types.ts";
import { grantableRoles, mayGrant } from "#staff/team/access.ts";
import { grantText } from "#staff/team/names.ts";
import { isRole, roleName } from "#staff/team/roles.ts";
import { useAllowed, useCinema, useVenues } from "#staff/team/use-team.ts";
import form from "#staff/ui/form.module.css";
import { SelectField } from "#staff/ui/select-field.tsx";
import { Button } from "#ui/button.tsx";

type Props = { roles: readonly Grant[]; onChange: (roles: Grant[]) => void };

/** The roles of a person. Those that one may not give stay as they are. */
export function RolesFields({ roles, onChange }: Props) {
  const allowed = useAllowed();
  const venues = useVenues();
  const cinema = useCinema();
  const add = useRef<HTMLButtonElement>(null);
  /** The row that was added last, whose first field takes the focus. */
  const [added, setAdded] = useState<number | null>(null);
  const set = (at: number, grant: Grant) => onChange(roles.map((one, index) => (index === at ? grant : one)));

  /** All venues first, then each venue where one may give any role. */
  const places = [null, ...venues.map(({ id }) => id)].filter((id) => grantableRoles(allowed, id).length > 0);
  const first = places.includes(cinema) ? cinema : (places[0] ?? null);

  function remove(at: number) {
    onChange(roles.filter((_, index) => index !== at));
    add.current?.focus();
  }

  return (
    <fieldset className={form.set}>
      <legend>{t`Roles`}</legend>
      {roles.length === 0 && <p className={form.hint}>{t`Without a role, the person may do nothing.`}</p>}
      {roles.map((grant, at) =>
        mayGrant(allowed, grant) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows can have one value while they are edited
          <div key={at} className={form.row}>
            <RoleSelect
              grant={grant}
              isNew={at === added}
              options={grantableRoles(allowed, grant.venue_id)}
              onChange={(role) => set(at, { ...grant, role })}
            />
            <PlaceSelect
              grant={grant}
              places={places.filter((id) => mayGrant(allowed, { ...grant, venue_id: id }))}
              onChange={(venue_id) => set(at, { ...grant, venue_id })}
            />
            <Button aria-label={t`Remove ${grantText(venues, grant)}`} onClick={() => remove(at)}>
              {t`Remove`}
            </Button>
          </div>
        ) : (
          <p key={`${grant.role} ${grant.venue_id}`}>
            {grantText(venues, grant)} <span className={form.hint}>{t`(you may not change this role)`}</span>
          </p>
        ),
      )}
      <div>
        <Button
          ref={add}
          onClick={() => {
            setAdded(roles.length);
            onChange([...roles, { role: "cashier", venue_id: first }]);
          }}
        >
          {t`Add a role`}
        </Button>
      </div>
    </fieldset>
  );
}

type RoleProps = {
  grant: Grant;
  isNew: boolean;
  options: RoleName[];
  onChange: (role: RoleName) => void;
};

function RoleSelect({ grant, isNew, options, onChange }: RoleProps) {
  return (
    <SelectField
      label={t`Role`}
      autoFocus={isNew}
      value={grant.role}
      onChange={({ target }) => isRole(target.value) && onChange(target.value)}
    >
      {options.map((role) => (
        <option key={role} value={role}>
          {roleName(role)}
        </option>
      ))}
    </SelectField>
  );
}

type PlaceProps = { grant: Grant; places: (number | null)[]; onChange: (id: number | null) => void };

function PlaceSelect({ grant, places, onChange }: PlaceProps) {
  const venues = useVenues();
  return (
    <SelectField
      label={t`Cinema`}
      value={grant.venue_id ?? ""}
      onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value))}
    >
      {places.map((id) => (
        <option key={id} value={id ?? ""}>
          {id === null ? t`All cinemas` : venues.find((one) => one.id === id)?.name}
        </option>
      ))}
    </SelectField>
  );
}
