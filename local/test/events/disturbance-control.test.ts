import { describe, expect, test } from '@jest/globals';
import { virtualClock } from '../../../test/support/aws/virtual-clock.ts';
import { DISTURBANCES_PATH, disturbanceControl } from '../../events/disturbance-control.ts';
import { disturbances } from '../../events/disturbances.ts';
import type { BusEvent } from '../../events/record.ts';
import { backgroundTasks } from '../../gate/background-tasks.ts';
import { callWith, DONE } from '../support/call.ts';

const LOSE = { does: 'lose', eventName: 'StopLogging', nth: 2 };
const UNUSED = { entry: LOSE, events: 0, disturbed: 0 };

function control() {
  const disturbed = disturbances(virtualClock(0));
  const background = backgroundTasks(() => {});
  const behaviour = disturbanceControl(disturbed, background);
  const through: string[] = [];
  return {
    through,
    settled: background.settled,
    pass: (eventName: string) =>
      disturbed.pass(event(eventName), async ({ detail }) => void through.push(String(detail['eventName']))),
    ask: async (method: string, plan?: unknown) => {
      const body = Buffer.from(typeof plan === 'string' ? plan : (JSON.stringify(plan) ?? ''));
      const call = callWith({ method, url: DISTURBANCES_PATH, headers: {}, body });
      const answer = await behaviour(call, async () => DONE);
      return { status: answer.status, content: JSON.parse(answer.body.toString()) };
    },
  };
}

function event(eventName: string): BusEvent {
  const detail = { eventName, eventSource: 'cloudtrail.amazonaws.com' };
  const where = { account: '111111111111', region: 'us-east-1', time: '2026-02-03T04:05:06Z' };
  const kind = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.cloudtrail' } as const;
  return { version: '0', id: eventName, resources: [], detail, ...kind, ...where };
}

describe('the control endpoint of disturbances', () => {
  test('PUT sets a plan, GET returns its report', async () => {
    const { ask, pass, through } = control();
    expect(await ask('PUT', [LOSE])).toEqual({ status: 200, content: [UNUSED] });
    for (const name of ['StopLogging', 'CreateTrail', 'StopLogging']) await pass(name);
    expect(through).toEqual(['StopLogging', 'CreateTrail']);
    expect(await ask('GET')).toEqual({ status: 200, content: [{ entry: LOSE, events: 2, disturbed: 1 }] });
  });

  test('DELETE returns the last report, ends the plan and releases the events that are held back', async () => {
    const { ask, pass, settled, through } = control();
    const reorder = { does: 'reorder', behind: 9 };
    await ask('PUT', [reorder]);
    await pass('A');
    expect(await ask('DELETE')).toEqual({ status: 200, content: [{ entry: reorder, events: 1, disturbed: 1 }] });
    await settled();
    expect(through).toEqual(['A']);
    await pass('B');
    expect(through).toEqual(['A', 'B']);
    expect((await ask('GET')).content).toEqual([]);
  });

  test('an invalid plan is refused with its entry, and the previous one stays in force', async () => {
    const { ask } = control();
    await ask('PUT', [LOSE]);
    expect(await ask('PUT', [LOSE, { does: 'vanish' }])).toEqual({
      status: 400,
      content: {
        message: expect.stringMatching(/^Entry 2 of the plan of disturbances is invalid: does: .*"vanish"/),
      },
    });
    expect((await ask('GET')).content).toEqual([UNUSED]);
  });

  test.each([
    ['a plan that is not JSON', 'lose it', 'A plan of disturbances has to be JSON: a list of entries.'],
    ['a plan that is not a list', LOSE, `A plan of disturbances is a list of entries, not ${JSON.stringify(LOSE)}.`],
  ])('%s is refused', async (_, plan, message) => {
    expect(await control().ask('PUT', plan)).toEqual({ status: 400, content: { message } });
  });
});
