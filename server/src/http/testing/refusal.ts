import { expect } from 'vitest';

/** What an answer looks like that refuses: its status, the code of the catalogue, and what its detail says. */
export const refusal = (status: number, code: string, detail?: RegExp) => ({
  status,
  body: { error: { code, ...(detail ? { detail: expect.stringMatching(detail) } : {}) } },
});
