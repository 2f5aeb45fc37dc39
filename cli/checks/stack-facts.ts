import type { Fact } from '../../lambda/core/model/fact.ts';
import type { EventRuleStatus, ForwarderQueue } from '../../lambda/core/model/region-scan.ts';
import type { Subscribers } from '../../lambda/core/model/subscribers.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import type { Alarm } from '../reads/alarms.ts';
import type { QueueDepth } from '../reads/queue-depth.ts';
import type { SmokeAnswer } from '../reads/smoke-test.ts';
import type { StackResource } from '../reads/stack-resources.ts';

/** trailmend's part in one Region: that of the function, or of a forwarder. */
export interface OwnRegion {
  readonly region: string;
  readonly eventRule: Fact<EventRuleStatus>;
  /** Only of a forwarder. */
  readonly queue?: Fact<ForwarderQueue>;
}

/** What shows whether a deployed stack does its work. */
export interface StackFacts {
  readonly stack: Pick<DeployedStack, 'name' | 'region' | 'config' | 'parameters' | 'environment' | 'logGroupName'>;
  readonly functionName: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly smokeAnswer: Fact<SmokeAnswer>;
  readonly ownRegions: readonly OwnRegion[];
  readonly enabledRegions: Fact<readonly string[]>;
  /** The home Regions of the account's trails, of those that the command looked at. */
  readonly trailRegions: readonly string[];
  readonly resources: Fact<readonly StackResource[]>;
  /** By the name that the template gives a queue. */
  readonly queues: Readonly<Record<string, QueueDepth>>;
  readonly alarms: Fact<readonly Alarm[]>;
  readonly subscribers: Fact<Subscribers>;
  readonly pendingSubscriptions: Fact<number>;
  /** Milliseconds since the epoch; undefined: none within `SWEEPS_TO_WAIT` intervals. */
  readonly lastSweep: Fact<number | undefined>;
}
