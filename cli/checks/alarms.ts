import { foreign, sentence } from '../../lambda/core/model/foreign-text.ts';
import type { Alarm } from '../reads/alarms.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { type Finding, ok, problem, unknown, warning } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

type Facts = Pick<StackFacts, 'alarms' | 'lastSweep' | 'resources' | 'stack'>;

/** The alarms of the stack exist, notify its topic, and are not raised. */
export const alarms: Check<Facts> = ({ alarms: fact, ...facts }) => {
  const { resources, stack } = facts;
  if (!resources.read) return [unknown(`the resources of the stack ${foreign(stack.name)}`, resources)];
  if (!fact.read) return [unknown('the alarms of trailmend', fact)];
  const redeployment = revertDrift(stack.region, stack.config.forwarderRegions);
  const existing = new Set(fact.value.map(({ name }) => name));
  const missing = resources.value.filter(
    ({ type, physicalId }) => type === 'AWS::CloudWatch::Alarm' && !existing.has(physicalId),
  );
  const findings = [
    ...missing.map(({ physicalId }) => problem(`The alarm ${foreign(physicalId)} does not exist.`, redeployment)),
    ...fact.value.flatMap((alarm) => judgeAlarm(alarm, facts, redeployment)),
  ];
  return findings.length > 0 ? findings : [ok(`None of the ${fact.value.length} alarms of trailmend is raised.`)];
};

function judgeAlarm(alarm: Alarm, facts: Omit<Facts, 'alarms'>, redeployment: string): readonly Finding[] {
  const { region, config } = facts.stack;
  const { actions, isEnabled } = alarm;
  const name = foreign(alarm.name);
  const isSilent = ![...actions.ALARM, ...actions.INSUFFICIENT_DATA].includes(config.topicArn);
  const enable = awsCommand('cloudwatch enable-alarm-actions', { AlarmNames: [alarm.name] }, region);
  return [
    ...judgeState(alarm, facts),
    ...(isEnabled ? [] : [problem(`The actions of the alarm ${name} are disabled.`, enable)]),
    ...(isSilent ? [problem(`The alarm ${name} does not notify the topic of trailmend.`, redeployment)] : []),
  ];
}

/**
 * Only the alarm about stopped sweeps notifies for a lack of data. It begins in that state, and
 * leaves it some minutes after the first sweep.
 */
function judgeState(alarm: Alarm, { lastSweep, stack }: Pick<Facts, 'lastSweep' | 'stack'>): readonly Finding[] {
  const { state, actions } = alarm;
  const lacksData = state === 'INSUFFICIENT_DATA' && actions.INSUFFICIENT_DATA.length > 0;
  if (state !== 'ALARM' && !lacksData) return [];
  const name = foreign(alarm.name);
  const input = { AlarmName: alarm.name, HistoryItemType: 'StateUpdate' };
  const history = awsCommand('cloudwatch describe-alarm-history', input, stack.region);
  if (lacksData && lastSweep.read && lastSweep.value !== undefined) {
    const sweep = `the function finished its last sweep at ${new Date(lastSweep.value).toISOString()}`;
    const says = `The alarm ${name} has no data yet, but ${sweep}. A new alarm begins in the state ${state}.`;
    return [warning(`${says} If it stays in this state, deploy trailmend again.`, history)];
  }
  return [problem(`The alarm ${name} is in the state ${state}. ${sentence(alarm.description)}`, history)];
}
