/** How many characters the API takes in a field; a test holds them together with its schema. */
export const LONGEST = { name: 200, email: 254, reference: 50, search: 200 } as const;
