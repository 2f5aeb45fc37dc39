import type { OutcomeRecord, RecordHeader } from '../../core/model/outcome.ts';
import { type OwnSettings, settingChanges } from '../../core/model/own-settings.ts';
import { settingsRecord } from '../../core/outcome/own-records.ts';
import { logOutcome, logUnsaved } from '../log-lines.ts';
import type { Ports } from '../ports.ts';
import { send } from '../publish.ts';

/**
 * Reports once that the settings of the function are not those of the last sweep, and remembers
 * them when people were notified. The first sweep only remembers them.
 * @throws RunFailed when SNS did not accept the notification; the next sweep notifies again
 */
export async function reportSettings(
  settings: OwnSettings,
  { header, account }: { readonly header: RecordHeader; readonly account: string },
  ports: Pick<Ports, 'ledger' | 'publisher' | 'log'>,
): Promise<OutcomeRecord | undefined> {
  const known = await ports.ledger.loadSettings();
  if (!known.read) return undefined;
  const changes = known.value ? settingChanges(known.value, settings) : [];
  if (known.value && changes.length === 0) return undefined;
  const record = changes.length > 0 ? settingsRecord(header, account, changes) : undefined;
  if (record) {
    logOutcome(record, ports.log);
    await send(record, ports);
  }
  await logUnsaved('settings', ports.ledger.saveSettings(settings), ports.log);
  return record;
}
