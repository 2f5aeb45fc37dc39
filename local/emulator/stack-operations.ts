import type { EmulatorApi, Where } from './api.ts';

/** The work of the emulator's CloudFormation, none of which passes the gate. */
export interface StackWork {
  /** CloudFormation is at work here. */
  began(where: Where): void;
  /** Asks whether it is at work anywhere. */
  rests(): Promise<boolean>;
  /** Calls this each time when its work somewhere has ended. */
  afterWork(listener: () => void): void;
}

export function stackWork(api: EmulatorApi): StackWork {
  const atWork = new Map<string, Where>();
  const listeners: (() => void)[] = [];
  return {
    began: (where) => void atWork.set(`${where.account} ${where.region}`, where),
    async rests() {
      for (const [key, where] of atWork) {
        const xml = await api.query('cloudformation', { Action: 'DescribeStacks', Version: '2010-05-15' }, where);
        // A change set that nobody has executed waits in REVIEW_IN_PROGRESS.
        const states = [...xml.matchAll(/<StackStatus>([^<]*)</g)].map(([, state = '']) => state);
        if (states.some((state) => state.endsWith('_IN_PROGRESS') && state !== 'REVIEW_IN_PROGRESS')) return false;
        atWork.delete(key);
        for (const listener of listeners) listener();
      }
      return true;
    },
    afterWork: (listener) => void listeners.push(listener),
  };
}
