import { foreign, sentence } from '../../lambda/core/model/foreign-text.ts';
import type { Alarm } from '../reads/alarms.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { type Finding, ok, problem, unknown } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

/** The alarms of the stack exist, notify its topic, and are not raised. */
export const alarms: Check<Pick<StackFacts, 'alarms' | 'resources' | 'stack'>> = ({ alarms: fact, ...facts }) => {
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
    ...fact.value.flatMap((alarm) => judgeAlarm(alarm, stack, redeployment)),
  ];
  return findings.length > 0 ? findings : [ok(`None of the ${fact.value.length} alarms of trailmend is raised.`)];
};

function judgeAlarm(alarm: Alarm, { region, config }: StackFacts['stack'], redeployment: string): readonly Finding[] {
  const { actions, isEnabled } = alarm;
  const name = foreign(alarm.name);
  const isRaised =
    alarm.state === 'ALARM' || (alarm.state === 'INSUFFICIENT_DATA' && actions.INSUFFICIENT_DATA.length > 0);
  const isSilent = ![...actions.ALARM, ...actions.INSUFFICIENT_DATA].includes(config.topicArn);
  const enable = awsCommand('cloudwatch enable-alarm-actions', { AlarmNames: [alarm.name] }, region);
  const history = { AlarmName: alarm.name, HistoryItemType: 'StateUpdate' };
  return [
    ...(isRaised
      ? [
          problem(
            `The alarm ${name} is in the state ${alarm.state}. ${sentence(alarm.description)}`,
            awsCommand('cloudwatch describe-alarm-history', history, region),
          ),
        ]
      : []),
    ...(isEnabled ? [] : [problem(`The actions of the alarm ${name} are disabled.`, enable)]),
    ...(isSilent ? [problem(`The alarm ${name} does not notify the topic of trailmend.`, redeployment)] : []),
  ];
}
