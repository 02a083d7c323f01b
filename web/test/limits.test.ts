import { expect, it } from "vitest";
import schema from "#api/openapi.json";
import { MAX_LENGTH } from "#lib/limits.ts";

it("allows as many characters as the API accepts", () => {
  const { Customer, FindOrdersRequest, SendTicketsRequest } = schema.components.schemas;
  const search = schema.paths["/api/shows/"].get.parameters.find(({ name }) => name === "q")?.schema;
  expect(MAX_LENGTH).toEqual({
    name: Customer.properties.name.maxLength,
    email: Customer.properties.email.maxLength,
    search: search && "maxLength" in search ? search.maxLength : undefined,
  });
  expect(FindOrdersRequest.properties.email.maxLength).toBe(MAX_LENGTH.email);
  expect(SendTicketsRequest.properties.email.maxLength).toBe(MAX_LENGTH.email);
});
