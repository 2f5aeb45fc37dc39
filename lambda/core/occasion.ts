/** Who made the call that started a run, as far as the event tells. */
export interface Actor {
  /** `IAMUser`, `AssumedRole`, `Root`, …: an open set. */
  readonly type: string;
  /** The ARN, the service's name or the account: the best name that the event has. */
  readonly name: string;
  readonly sourceIp?: string;
}

/** What a caller did that has to be told at once, whatever becomes of the repair. */
export type Tampering = 'stopped' | 'deleted' | 'blanked' | 'denied-attempt' | 'exclusion-changed';

/** What started a run. */
export interface Trigger {
  readonly kind: 'event';
  readonly eventName: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly actor: Actor;
  readonly tampering?: Tampering;
  /** The error that the call met, for an attempt that was denied. */
  readonly errorCode?: string;
}
