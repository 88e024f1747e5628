/** The server checks it too; see the contract's session.ts, whose schemas the pages do without. */
export const shortestPassword = 12;
