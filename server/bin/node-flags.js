/**
 * What the server is run with. V8 lets its young generation grow to 128 MB and its heap to gigabytes when the machine has
 * them; the sync streams, so less of both costs no time and keeps it far below 250 MB (bench/README.md).
 */
export const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=512'];
