import type { Behaviour, Call } from './call.ts';

/** An operation about which the emulator alone decided. */
export interface UncheckedOperation {
  /** The name that requests were signed for: `dynamodb`, `s3`, … */
  readonly service: string;
  /** AWS's operation name; `METHOD /path` where it is not known. */
  readonly operation: string;
  /** How many calls of it passed through. */
  readonly calls: number;
  /** How many of them the emulator refused. */
  readonly refused: number;
}

/**
 * Counts the calls that pass through to the emulator unchecked, by operation: those about which IAM did not decide (an
 * administrator's), of an operation that CloudTrail's checks do not know and that becomes no event. Not AWS behaviour: it is where
 * a pass on the local AWS says nothing about AWS. The innermost of the chain, so that only what reaches the emulator counts.
 * @param isChecked whether something of the gate looks at the call
 */
export function uncheckedOperations(isChecked: (call: Call) => boolean | Promise<boolean>): {
  readonly behaviour: Behaviour;
  /** Sorted by service and operation. */
  readonly report: () => readonly UncheckedOperation[];
} {
  const counted = new Map<string, UncheckedOperation>();
  return {
    async behaviour(call, next) {
      const checked = await isChecked(call);
      const answer = await next(call);
      if (checked) return answer;
      const { service, operation } = call;
      const key = `${service} ${operation}`;
      const { calls, refused } = counted.get(key) ?? { calls: 0, refused: 0 };
      counted.set(key, { service, operation, calls: calls + 1, refused: refused + (answer.status < 400 ? 0 : 1) });
      return answer;
    },
    report: () => [...counted.keys()].toSorted().flatMap((key) => counted.get(key) ?? []),
  };
}

/** The same as a table for people, one line each. */
export function uncheckedTable(operations: readonly UncheckedOperation[]): string {
  if (operations.length === 0) return 'passed through unchecked: nothing';
  const rows = [
    ['service', 'operation', 'calls', 'refused'],
    ...operations.map(({ service, operation, calls, refused }) => [service, operation, String(calls), String(refused)]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = ([service = '', operation = '', calls = '', refused = '']: readonly string[]) =>
    `${service.padEnd(width(0))}  ${operation.padEnd(width(1))}  ${calls.padStart(width(2))}  ${refused.padStart(width(3))}`;
  return ['passed through unchecked:', ...rows.map(line)].join('\n');
}
