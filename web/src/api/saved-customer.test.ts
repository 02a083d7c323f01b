// @vitest-environment jsdom
import { expect, it } from "vitest";
import {
  customerDraft,
  forgetCustomer,
  rememberBuyer,
  saveBuyer,
  saveCustomerDraft,
  savedCustomer,
} from "./saved-customer.ts";
import { saveSentTo, sentTo } from "./sent-to.ts";

const ada = { email: "ada@example.org", name: "Ada" };

it("remembers the customer of a paid order only", () => {
  saveBuyer("s3cret", ada);
  rememberBuyer("other");
  expect(savedCustomer()).toBe(null);
  rememberBuyer("s3cret");
  expect(savedCustomer()).toEqual(ada);
});

it("forgets the customer on the device and in the tab, with the addresses of the orders", () => {
  sessionStorage.setItem("matinee.draft.7", "{}");
  saveBuyer("s3cret", ada);
  rememberBuyer("s3cret");
  saveBuyer("unpaid", ada);
  saveCustomerDraft({ ...ada, remember: true });
  saveSentTo("s3cret", ada.email);
  saveSentTo("unpaid", ada.email);
  forgetCustomer();
  rememberBuyer("unpaid");
  expect(savedCustomer()).toBe(null);
  expect(customerDraft()).toBe(null);
  expect([sentTo("s3cret"), sentTo("unpaid")]).toEqual([null, null]);
  expect(Object.keys(sessionStorage)).toEqual(["matinee.draft.7"]);
});
