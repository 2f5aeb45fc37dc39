import type { PassedCall } from '../local/gate/call-log.ts';
import type { LocalAws } from '../local/local-aws.ts';

/** The AWS calls of trailmend's function. */
export interface FunctionCalls {
  readonly reads: readonly PassedCall[];
  /** Publish and PutEvents. */
  readonly messages: readonly PassedCall[];
  /**
   * Every other call, whether AWS accepted it or not. Writes to the ledger are left out: they
   * change no trail.
   */
  readonly writes: readonly PassedCall[];
}

const READ = /^(Get|BatchGet|List|Describe|Simulate)/;

/**
 * Groups the calls that the function has made so far. A call that is not a known read or message
 * counts as a write.
 */
export function functionCalls(aws: Pick<LocalAws, 'calls'>): FunctionCalls {
  const calls = aws.calls().filter(({ caller }) => caller === 'function');
  const isMessage = ({ operation }: PassedCall) => operation === 'Publish' || operation === 'PutEvents';
  const isLedgerCall = ({ service }: PassedCall) => service === 'dynamodb';
  const isRead = ({ operation }: PassedCall) => READ.test(operation);
  return {
    reads: calls.filter(isRead),
    messages: calls.filter(isMessage),
    writes: calls.filter((call) => !isRead(call) && !isMessage(call) && !isLedgerCall(call)),
  };
}
