/** The maximum lengths of the API's fields. A test compares them with the schema. */
export const MAX_LENGTH = { name: 200, email: 254, search: 200 } as const;
