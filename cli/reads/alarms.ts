import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** A metric alarm. */
export interface Alarm {
  readonly name: string;
  readonly description: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`: an open set. */
  readonly state: string;
  readonly isEnabled: boolean;
  /** The ARNs that it notifies, by the state that it changes to. */
  readonly actions: Readonly<Record<'ALARM' | 'INSUFFICIENT_DATA', readonly string[]>>;
}

/** @param names at most 100. An alarm that does not exist is missing in the answer */
export async function readAlarms(names: readonly string[], region: string): Promise<Fact<readonly Alarm[]>> {
  // Without names, CloudWatch returns every alarm of the Region.
  if (names.length === 0) return { read: true, value: [] };
  const client = new CloudWatchClient({ region });
  return readFact(
    'DescribeAlarms',
    () => client.send(new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: 100 })),
    ({ MetricAlarms = [] }) =>
      MetricAlarms.map((alarm) => ({
        name: alarm.AlarmName ?? '',
        description: alarm.AlarmDescription ?? '',
        state: String(alarm.StateValue),
        isEnabled: alarm.ActionsEnabled !== false,
        actions: { ALARM: alarm.AlarmActions ?? [], INSUFFICIENT_DATA: alarm.InsufficientDataActions ?? [] },
      })),
  );
}
