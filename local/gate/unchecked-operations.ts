import type { Behaviour, Call } from './call.ts';

/** An operation that the emulator alone answered, without a check by the gate. */
export interface UncheckedOperation {
  /** The name that requests were signed for: `dynamodb`, `s3`, … */
  readonly service: string;
  /** AWS's operation name; `METHOD /path` when the gate does not know it. */
  readonly operation: string;
  /** How many calls reached the emulator unchecked. */
  readonly calls: number;
  /** How many of them the emulator refused. */
  readonly refused: number;
}

/** Counts the operations that reach the emulator unchecked. */
export interface UncheckedOperations {
  readonly behaviour: Behaviour;
  /** Sorted by service and operation. */
  readonly report: () => readonly UncheckedOperation[];
}

/**
 * Counts, by operation, the calls that reach the emulator unchecked: IAM did not decide about them
 * (they are an administrator's), CloudTrail's checks do not know the operation, and it becomes no
 * event.
 * Not AWS behaviour: the report shows where a success on the local AWS proves nothing about AWS.
 * The behaviour stands after all checks, so that it counts only calls that reach the emulator.
 * @param isChecked whether another behaviour checks the call
 */
export function uncheckedOperations(isChecked: (call: Call) => boolean | Promise<boolean>): UncheckedOperations {
  const counts = new Map<string, UncheckedOperation>();
  return {
    async behaviour(call, next) {
      const checked = await isChecked(call);
      const answer = await next(call);
      if (checked) return answer;
      const { service, operation } = call;
      const key = `${service} ${operation}`;
      const { calls, refused } = counts.get(key) ?? { calls: 0, refused: 0 };
      counts.set(key, { service, operation, calls: calls + 1, refused: refused + (answer.status < 400 ? 0 : 1) });
      return answer;
    },
    report: () => [...counts.keys()].toSorted().flatMap((key) => counts.get(key) ?? []),
  };
}

/** The report as a table, one line for each operation. */
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
