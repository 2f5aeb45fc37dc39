import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import { queryParameters } from '../events/query-parameters.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { queryAnswer } from '../wire/query-answer.ts';

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';
const ALARM = z.record(z.string(), z.unknown());
const ALARMS = z.object({
  MetricAlarms: z.optional(z.array(ALARM)),
  CompositeAlarms: z.optional(z.array(ALARM)),
  NextToken: z.optional(z.string()),
});

/**
 * Completes the answers of DescribeAlarms and DescribeAlarmsForMetric in the query protocol, in
 * which the emulator leaves out most members of an alarm, among them its metric's dimensions and
 * its actions. The emulator has them in its answer in the JSON protocol.
 * Source: CloudWatch API reference, MetricAlarm, CompositeAlarm, DescribeAlarms.
 * @param accountOf finds the account of a call
 */
export function alarmDescriptions(api: EmulatorApi, accountOf: (call: Call) => Promise<string>): Behaviour {
  return async (call, next) => {
    const isRead = call.service === 'monitoring' && /^DescribeAlarms(ForMetric)?$/.test(call.operation);
    if (!isRead || call.headers['x-amz-target'] !== undefined) return next(call);
    const answer = await next(call);
    if (answer.status !== 200) return answer;
    const where = { account: await accountOf(call), region: call.region };
    const target = `GraniteServiceVersion20100801.${call.operation}`;
    const { NextToken, ...lists } = await api.json('monitoring', target, jsonInput(call), where, ALARMS);
    const complete = Object.entries(lists).map(([name, alarms]) => [name, (alarms ?? []).map(alarmMembers)]);
    return queryAnswer(call, NAMESPACE, { ...Object.fromEntries(complete), NextToken });
  };
}

function jsonInput({ input }: Call): Record<string, unknown> {
  const { MaxRecords, ...others } = queryParameters(input ?? {});
  return { ...others, ...(MaxRecords !== undefined && { MaxRecords: Number(MaxRecords) }) };
}

/** AWS leaves out what an alarm does not set. The JSON protocol writes times in seconds. */
function alarmMembers(alarm: Readonly<Record<string, unknown>>): object {
  const set = Object.entries(alarm).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(
    set.map(([name, value]) => [name, name.endsWith('Timestamp') ? new Date(Number(value) * 1000) : value]),
  );
}
