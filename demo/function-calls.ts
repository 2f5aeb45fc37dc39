import type { PassedCall } from '../local/gate/call-log.ts';
import type { LocalAws } from '../local/local-aws.ts';

/** The calls of the stack's function that passed the gate, by what they are to the account. */
export interface FunctionCalls {
  readonly reads: readonly PassedCall[];
  /** Publish and PutEvents: people and machines are told. */
  readonly messages: readonly PassedCall[];
  /** Everything else, whether AWS accepted it or not; what it notes in its ledger changes nothing of the account. */
  readonly writes: readonly PassedCall[];
}

const READ = /^(Get|List|Describe|Simulate)/;

/** Sorts what the function has called so far. What is neither known to read nor to tell counts as a write. */
export function functionCalls(aws: Pick<LocalAws, 'calls'>): FunctionCalls {
  const calls = aws.calls().filter(({ caller }) => caller === 'function');
  const isMessage = ({ operation }: PassedCall) => operation === 'Publish' || operation === 'PutEvents';
  const isNote = ({ service }: PassedCall) => service === 'dynamodb';
  const isRead = ({ operation }: PassedCall) => READ.test(operation);
  return {
    reads: calls.filter(isRead),
    messages: calls.filter(isMessage),
    writes: calls.filter((call) => !isRead(call) && !isMessage(call) && !isNote(call)),
  };
}
