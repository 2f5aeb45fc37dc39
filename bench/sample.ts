/**
 * One process: times in milliseconds, memory in MB of 2^20 bytes. CPU is that of the entire
 * process.
 */
export interface Sample {
  readonly importMs: number;
  readonly handlerMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly outcomes: readonly string[];
  /** The number of outcomes without the memory of their trail. */
  readonly ledgerErrors: number;
}
