/** Who made the call that started a run, as far as the event tells. */
export interface Actor {
  /** `IAMUser`, `AssumedRole`, `Root`, …: an open set. */
  readonly type: string;
  /** The ARN, the service's name or the account: the best name that the event has. */
  readonly name: string;
  readonly sourceIp?: string;
  /** Of a role's session: the role. Its name ends in that of the session, which whoever assumes the role chooses. */
  readonly issuer?: string;
}

/** What a caller did that has to be told at once, whatever becomes of the repair. */
export type Tampering = 'stopped' | 'deleted' | 'blanked' | 'denied-attempt' | 'exclusion-changed';

/** What started a run. */
export type Trigger = CallTrigger | SweepTrigger;

/** The sweep came by. */
export interface SweepTrigger {
  readonly kind: 'sweep';
  /** When the sweep was due, or began where nobody said: what tells it from others. */
  readonly time: string;
}

/** Somebody's call, as CloudTrail recorded it. */
export interface CallTrigger {
  readonly kind: 'event';
  readonly eventName: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly actor: Actor;
  readonly tampering?: Tampering;
  /** The error that the call met, for an attempt that was denied. */
  readonly errorCode?: string;
}

/** The call that started a run; undefined when a sweep did. */
export function callOf(trigger: Trigger): CallTrigger | undefined {
  return trigger.kind === 'event' ? trigger : undefined;
}

/** Whether a call of this name started a run. */
export function isStartedBy(trigger: Trigger, eventName: string): boolean {
  return callOf(trigger)?.eventName === eventName;
}
