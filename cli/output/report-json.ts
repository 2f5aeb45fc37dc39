import type { Evidence } from '../evidence/schema.ts';

/** The evidence as docs/evidence.schema.json describes it. */
export function reportJson(evidence: Evidence): string {
  return `${JSON.stringify(evidence, undefined, 2)}\n`;
}
