/**
 * How long a test waits for something to happen before it fails: the one limit of all such waits.
 * What a test waits for takes seconds; the limit is this long so that a machine with ten times the
 * load passes. It is shorter than Jest's own limit (`testTimeout` in jest.config.mjs), so that a
 * failure names what did not happen.
 */
export const WAIT_LIMIT_MS = 600_000;
