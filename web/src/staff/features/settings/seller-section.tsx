import { t } from "@lingui/core/macro";
import type { VenueSettings } from "#api/staff/types.ts";
import { decimal } from "#staff/ui/decimal.ts";
import form from "#staff/ui/form.module.css";
import { Field } from "#ui/field.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { useVenueForm } from "./use-venue-form.ts";

const draftOf = ({ seller, ticket_tax_rate }: VenueSettings) => ({
  legal_name: seller?.legal_name ?? "",
  tax_number: seller?.tax_number ?? "",
  tax: ticket_tax_rate ?? "",
});

type Draft = ReturnType<typeof draftOf>;

const valuesOf = ({ legal_name, tax_number, tax }: Draft) =>
  [legal_name, tax_number, tax].every((text) => text.trim() === "")
    ? {}
    : { seller: { legal_name, tax_number }, ticket_tax_rate: decimal(tax) };

/** What is missing. Tickets need both, also before anything is saved. */
const missingIn = ({ legal_name, tax }: Draft) => ({
  ...(legal_name.trim() === "" ? { legal_name: t`Enter the legal name of the seller.` } : {}),
  ...(tax.trim() === "" ? { ticket_tax_rate: t`Enter the tax in per cent: 0 if the seller pays none.` } : {}),
});

/** The company that sells the tickets, and the tax in their price. */
export function SellerSection({ settings }: { settings: VenueSettings }) {
  const { draft, edit, problem, ...rest } = useVenueForm(settings, draftOf, valuesOf, missingIn);
  return (
    <SettingsForm settings={{ ...rest, problem }}>
      <Field
        label={t`Legal name of the seller`}
        hint={t`As on the receipts, such as Rex Kino GmbH.`}
        autoComplete="off"
        maxLength={300}
        required
        problem={problem("legal_name") ?? problem("seller.legal_name")}
        value={draft.legal_name}
        onChange={({ target }) => edit({ legal_name: target.value })}
      />
      <Field
        label={t`Tax number`}
        autoComplete="off"
        maxLength={300}
        problem={problem("seller.tax_number") ?? problem("tax_number")}
        value={draft.tax_number}
        onChange={({ target }) => edit({ tax_number: target.value })}
      />
      <Field
        label={t`Tax in per cent`}
        hint={t`Every price includes it. From 0 to 99.99.`}
        inputMode="decimal"
        autoComplete="off"
        required
        problem={problem("ticket_tax_rate")}
        value={draft.tax}
        onChange={({ target }) => edit({ tax: target.value })}
      />
      <p className={form.hint}>
        {t`Receipts keep the name and the number under which they were given. Once there is a receipt, another name or number begins new receipt numbers.`}
      </p>
    </SettingsForm>
  );
}
