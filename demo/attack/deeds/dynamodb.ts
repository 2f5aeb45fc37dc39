import { blank } from '../../blank.ts';
import { plant } from '../../ledger-table.ts';
import { makeIntegration, trailArnOf } from '../../trails.ts';
import type { Deeds } from '../deed.ts';
import type { Scene } from '../scene.ts';

const power = 'dynamodb';
const FUTURE = '2099-01-01T00:00:00.000Z';
const REPAIR = /log-group-not-set/;

const plantIn = (scene: Scene, trail: string, attributes: Readonly<Record<string, unknown>>) =>
  plant(scene.attacker, scene, trailArnOf(scene.attacker, trail), attributes);

const PLANTED = 'planted by mallory';
const trigger = { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' };

export const ledgerDeeds: Deeds = {
  'ledger-lease': {
    power,
    title: 'A lease until 2099, then UpdateTrail: no log group',
    expected: REPAIR,
    async act(scene, trail) {
      const lease = { holder: 'nobody', until: FUTURE, dirty: false, begun: { trigger, findings: [] } };
      await plantIn(scene, trail, { lease });
      await blank(scene.attacker, trail);
    },
  },
  'ledger-notified': {
    power,
    title: 'A notification of 2099, then UpdateTrail: no log group',
    expected: REPAIR,
    async act(scene, trail) {
      const blocked = { outcome: 'BLOCKED', reason: 'weakened', rules: ['log-group-not-set'], time: FUTURE };
      await plantIn(scene, trail, { toldOutcome: blocked });
      await blank(scene.attacker, trail);
    },
  },
  'ledger-pending': {
    power,
    title: 'An invented message to send, then UpdateTrail: no log group',
    expected: REPAIR,
    async act(scene, trail) {
      const trailArn = trailArnOf(scene.attacker, trail);
      const record = {
        ...{ version: 2, id: 'planted', time: trigger.time, subject: { kind: 'trail', trailArn }, trailArn },
        ...{ mode: scene.mode, trigger, outcome: 'BLOCKED', reason: 'kms', detail: PLANTED, whoCanAct: PLANTED },
        ...{ findings: [], remaining: [], plan: { steps: [], refused: [] }, applied: [] },
      };
      await plantIn(scene, trail, { owed: { planted: record } });
      await blank(scene.attacker, trail);
    },
    flaw: async ({ notices }) =>
      (await notices.received()).some(({ text }) => text.includes(PLANTED)) ? 'people got the message' : undefined,
  },
  'ledger-target': {
    power,
    title: "A former target of the attacker's, then UpdateTrail: no log group",
    expected: /Only the ledger names the log group \/aws\/cloudtrail\/mallory-/,
    async act(scene, trail) {
      const target = await makeIntegration(scene.attacker, `mallory-${trail}`);
      await plantIn(scene, trail, { lastKnownGood: { ...target, since: trigger.time } });
      await blank(scene.attacker, trail);
    },
  },
  'ledger-version': {
    power,
    title: 'A newer version, then UpdateTrail: no log group',
    expected: REPAIR,
    async act(scene, trail) {
      await plantIn(scene, trail, { version: 99 });
      await blank(scene.attacker, trail);
    },
  },
};
