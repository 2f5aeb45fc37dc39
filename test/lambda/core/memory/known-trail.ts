import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { PERFECT_TRAIL, POSTURE } from '../../../support/perfect-trail.ts';

export const BEFORE = '2026-11-01T00:00:00.000Z';
export const TARGET = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
/** The memory after a run on the perfect trail. */
export const KNOWN: TrailMemory = {
  ...NO_MEMORY,
  last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: BEFORE, recordId: 'run-0' },
  seenLogging: BEFORE,
  logging: {},
  acceptedTarget: { ...TARGET, since: BEFORE },
  posture: POSTURE,
};
