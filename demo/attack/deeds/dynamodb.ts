import { blank } from '../../blank.ts';
import { plant } from '../../ledger-table.ts';
import { makeIntegration, trailArnOf } from '../../trails.ts';
import type { Deed, Deeds } from '../deed.ts';
import { BY_EVENT } from '../reported.ts';
import type { Scene } from '../scene.ts';

const FUTURE = '2099-01-01T00:00:00.000Z';
const PLANTED = 'planted by mallory';
const trigger = { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' };

type Attributes = Readonly<Record<string, unknown>>;

/** Writes attributes into what the ledger remembers about the trail, and removes its log group. */
function planted(
  what: string,
  attributes: (scene: Scene, trailArn: string, trail: string) => Attributes | Promise<Attributes>,
  rest: Partial<Deed> = {},
): Deed {
  return {
    power: 'dynamodb',
    title: `${what}, then UpdateTrail: no log group`,
    expected: /log-group-not-set/,
    reported: BY_EVENT,
    async act(scene, trail) {
      const trailArn = trailArnOf(scene.attacker, trail);
      await plant(scene.attacker, scene, trailArn, await attributes(scene, trailArn, trail));
      await blank(scene.attacker, trail);
    },
    ...rest,
  };
}

/** A message that no run of trailmend saved. */
function invented({ mode }: Scene, trailArn: string): object {
  return {
    ...{ version: 2, id: 'planted', time: trigger.time, subject: { kind: 'trail', trailArn }, trailArn },
    ...{ mode, trigger, outcome: 'BLOCKED', reason: 'kms', detail: PLANTED, whoCanAct: PLANTED },
    ...{ findings: [], remaining: [], plan: { steps: [], refused: [] }, applied: [] },
  };
}

export const ledgerDeeds: Deeds = {
  'ledger-lease': planted('A lease until 2099', () => ({
    lease: { holder: 'nobody', until: FUTURE, dirty: false, begun: { trigger, findings: [] } },
  })),
  'ledger-notified': planted('A notification of 2099', () => ({
    toldOutcome: { outcome: 'BLOCKED', reason: 'weakened', rules: ['log-group-not-set'], time: FUTURE },
  })),
  'ledger-pending': planted(
    'An invented message to send',
    (scene, trailArn) => ({ owed: { planted: invented(scene, trailArn) } }),
    {
      flaw: async ({ notices }) =>
        (await notices.received()).some(({ text }) => text.includes(PLANTED)) ? 'people got the message' : undefined,
    },
  ),
  'ledger-target': planted(
    "A former target of the attacker's",
    async ({ attacker }, _trailArn, trail) => {
      const target = await makeIntegration(attacker, `mallory-${trail}`);
      return { lastKnownGood: { ...target, since: trigger.time } };
    },
    { expected: /Only the ledger names the log group \/aws\/cloudtrail\/mallory-/ },
  ),
  'ledger-version': planted('A newer version', () => ({ version: 99 }), {
    // Without its memory trailmend does not know what people know.
    reported: { ...BY_EVENT, messages: 2 },
  }),
};
