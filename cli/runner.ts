import type { Terminal } from './terminal.ts';

/**
 * Runs a command and keeps its exit code. Commands import what they need when they run, so that the
 * help does not wait for the SDK.
 */
export type Runner = (command: (terminal: Terminal) => Promise<number>) => Promise<void>;
