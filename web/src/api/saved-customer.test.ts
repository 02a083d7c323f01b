// @vitest-environment jsdom
import { expect, it } from "vitest";
import {
  customerDraft,
  forgetCustomer,
  rememberOrderCustomer,
  saveCustomerDraft,
  savedCustomer,
  saveOrderCustomer,
} from "./saved-customer.ts";
import { saveSentTo, sentTo } from "./sent-to.ts";

const ada = { email: "ada@example.org", name: "Ada" };

it("remembers the customer of a paid order only", () => {
  saveOrderCustomer("s3cret", ada);
  rememberOrderCustomer("other");
  expect(savedCustomer()).toBe(null);
  rememberOrderCustomer("s3cret");
  expect(savedCustomer()).toEqual(ada);
});

it("forgets the customer on the device and in the tab, with the addresses of the orders", () => {
  sessionStorage.setItem("matinee.draft.7", "{}");
  saveOrderCustomer("s3cret", ada);
  rememberOrderCustomer("s3cret");
  saveOrderCustomer("unpaid", ada);
  saveCustomerDraft({ ...ada, remember: true });
  saveSentTo("s3cret", ada.email);
  saveSentTo("unpaid", ada.email);
  forgetCustomer();
  rememberOrderCustomer("unpaid");
  expect(savedCustomer()).toBe(null);
  expect(customerDraft()).toBe(null);
  expect([sentTo("s3cret"), sentTo("unpaid")]).toEqual([null, null]);
  expect(Object.keys(sessionStorage)).toEqual(["matinee.draft.7"]);
});
