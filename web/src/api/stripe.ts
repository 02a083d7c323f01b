/** Loads Stripe's script, which must come from Stripe, and declares the types in use. */

type StripeError = { message?: string };

export type PaymentElement = { mount(place: HTMLElement): void; focus(): void; destroy(): void };

export type Elements = {
  create(type: "payment"): PaymentElement;
  getElement(type: "payment"): PaymentElement | null;
  update(change: { amount: number }): void;
  submit(): Promise<{ error?: StripeError }>;
};

type ElementsOptions = {
  mode: "payment";
  amount: number;
  currency: string;
  appearance: { theme: "stripe" | "night" };
};

export type Stripe = {
  elements(options: ElementsOptions): Elements;
  createConfirmationToken(options: {
    elements: Elements;
  }): Promise<{ error?: StripeError; confirmationToken?: { id: string } }>;
  handleNextAction(options: { clientSecret: string }): Promise<{ error?: StripeError }>;
};

declare global {
  var Stripe: ((publishableKey: string) => Stripe) | undefined;
}

const ADDRESS = "https://js.stripe.com/v3/";

let script: Promise<void> | null = null;

function loadScript(): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = ADDRESS;
    element.onload = () => resolve();
    element.onerror = () => {
      script = null;
      element.remove();
      reject(new Error("Stripe's script didn't arrive."));
    };
    document.head.append(element);
  });
}

/** Throws: Error if the script does not load. The next call tries again. */
export async function openStripe(publishableKey: string): Promise<Stripe> {
  script ??= loadScript();
  await script;
  if (!globalThis.Stripe) throw new Error("Stripe's script didn't start.");
  return globalThis.Stripe(publishableKey);
}
