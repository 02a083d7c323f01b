/** How many characters the API takes in a field; a test holds them together with its schema. */
export const MAX_LENGTH = { name: 200, email: 254, reference: 50, search: 200 } as const;
