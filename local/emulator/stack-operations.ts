import type { EmulatorApi, Where } from './api.ts';

/**
 * Tracks when the emulator's CloudFormation works on stacks: none of its own calls passes the gate.
 */
export interface StackOperations {
  /** Reports that CloudFormation began to work in an account and Region. */
  started(where: Where): void;
  /** Asks the emulator whether CloudFormation is idle everywhere. */
  areIdle(): Promise<boolean>;
  /** Calls the listener each time CloudFormation has finished in an account and Region. */
  onIdle(listener: () => void): void;
}

export function stackOperations(api: EmulatorApi): StackOperations {
  const busy = new Map<string, Where>();
  const listeners: (() => void)[] = [];
  return {
    started: (where) => void busy.set(`${where.account} ${where.region}`, where),
    async areIdle() {
      for (const [key, where] of busy) {
        const xml = await api.query('cloudformation', { Action: 'DescribeStacks', Version: '2010-05-15' }, where);
        // A stack whose first change set has not been executed stays in REVIEW_IN_PROGRESS.
        const states = [...xml.matchAll(/<StackStatus>([^<]*)</g)].map(([, state = '']) => state);
        if (states.some((state) => state.endsWith('_IN_PROGRESS') && state !== 'REVIEW_IN_PROGRESS')) return false;
        busy.delete(key);
        for (const listener of listeners) listener();
      }
      return true;
    },
    onIdle: (listener) => void listeners.push(listener),
  };
}
