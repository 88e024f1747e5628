/** What the org is run with: it streams, and V8 would let its heap grow to gigabytes when the machine has them. */
export const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=512'];
