import { expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { recordingOf } from '../../../../lambda/core/outcome/recording.ts';
import { factsWith, PERFECT_FACTS, read, recordWith, unread } from '../../../support/perfect-trail.ts';

const STOPPED = factsWith({ status: read({ isLogging: false }) });
const state = (isLogging: boolean | 'unread') => ({ logGroupArn: '', roleArn: '', isLogging });
const refused = (reason: 'trail-just-made' | 'restart-not-allowed') =>
  recordWith({
    before: state(false),
    plan: { steps: [], refused: [{ rule: 'not-logging', reason, detail: '', whoCanAct: '' }] },
  });
const NEW = unread('the trail may be new, and its creator may still start it');

test.each<[string, OutcomeRecord | undefined, unknown]>([
  ['as the check saw it, without a record', undefined, read(false)],
  ['as the run left it', recordWith({ before: state(false), after: state(true) }), read(true)],
  ['as the run found it, if it made no call', recordWith({ before: state(true) }), read(true)],
  ['as the check saw it, if the run could not read it', recordWith({ before: state('unread') }), read(false)],
  [
    'unknown, while another run works on it',
    recordWith({ reason: 'another-run' }),
    unread('another run is working on the trail'),
  ],
  ['unknown, while its creator may still start it', refused('trail-just-made'), NEW],
  ['stopped, while trailmend may not start it', refused('restart-not-allowed'), read(false)],
])('a trail logs %s', (_what, record, isLogging) => {
  expect(recordingOf(STOPPED, record)).toEqual({ isLogging, managementEvents: read('all') });
});

test('an unread status and unread selectors stay unread', () => {
  const facts = factsWith({ status: unread('no status'), eventSelectors: unread('no selectors') });
  expect(recordingOf(facts)).toEqual({ isLogging: unread('no status'), managementEvents: unread('no selectors') });
});

test('a trail whose selectors were not asked for has no recording', () => {
  expect(recordingOf({ ...PERFECT_FACTS, eventSelectors: 'not-asked' })).toBeUndefined();
});
