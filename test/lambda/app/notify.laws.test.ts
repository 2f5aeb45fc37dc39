import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { report } from '../../../lambda/app/notify.ts';
import { ledgerIn } from '../../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../../lambda/aws/ledger/table.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { callOf } from '../../../lambda/core/model/trigger.ts';
import { strictTable } from '../../support/aws/strict-table.ts';
import { ID, NOW, recordWith, triggerWith } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const LATER = '2026-11-20T09:00:30.000Z';

/** What runs of one trail find: something of the same event or another one, or nothing. */
const found = fc.record({
  eventId: fc.constantFrom('one', 'two'),
  kind: fc.constantFrom('tampering', 'repair', 'exclusion', 'compliant'),
});

function recordOf({ eventId, kind }: { readonly eventId: string; readonly kind: string }, id: string): OutcomeRecord {
  const trigger = triggerWith({ eventId });
  const changes: Readonly<Record<string, Partial<OutcomeRecord>>> = {
    tampering: { trigger: { ...trigger, tampering: 'deleted' } },
    repair: { outcome: 'FIXED', reason: 'repaired' },
    exclusion: { trigger: { kind: 'sweep', time: NOW }, exclusion: { now: 'true' } },
  };
  return recordWith({ id, time: LATER, trigger, ...changes[kind] });
}

/** What a record reports. */
function newsOf({ trigger, outcome, exclusion }: OutcomeRecord): readonly string[] {
  const call = callOf(trigger);
  if (call?.tampering) return [`tampering ${call.eventId}`];
  if (exclusion) return ['exclusion'];
  return call && outcome === 'FIXED' ? [`repair ${call.eventId}`] : [];
}

test('runs at the same time notify people of the same once, in whatever order their calls reach the ledger', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(found, { minLength: 2, maxLength: 3 }), async (scheduler, runs) => {
      const table = strictTable().clients.dynamoDb();
      const send = async (command: never) => {
        await scheduler.schedule(Promise.resolve(), Object(command).constructor.name);
        return table.send(command);
      };
      const clients = { dynamoDb: () => ({ send }) as never };
      const ledger = ledgerIn(itemsIn(clients, 'Ledger', async () => {}));
      const notified: OutcomeRecord[] = [];
      const ports = portsWith({
        ledger,
        publisher: {
          notify: async (record) => ({ ok: true, value: notified.push(record) }),
          putEvent: async () => ({ ok: true, value: undefined }),
        },
      });
      const began = '2026-11-20T08:59:00.000Z';
      const runOf = async (record: OutcomeRecord) =>
        report(record, { memory: await ledger.load(ID.arn), began }, ports);
      const records = runs.map((run, position) => recordOf(run, `run ${position}`));
      await scheduler.waitFor(Promise.all(records.map(runOf)));
      const news = notified.flatMap(newsOf);
      expect(news.toSorted()).toEqual([...new Set(records.flatMap(newsOf))].toSorted());
    }),
  );
});
