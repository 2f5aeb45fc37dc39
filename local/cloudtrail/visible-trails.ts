import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';
import { parseError } from '../wire/parse-error.ts';
import type { Organizations } from './organizations.ts';
import { refusalAnswer } from './refusal.ts';
import { homeOf, resolveTrailArn, trailNotFound } from './trail-name.ts';
import { findTrail, type Trail } from './trails.ts';

/** The reads of one trail, and the parameter that names it. */
const READS: Readonly<Record<string, 'Name' | 'TrailName'>> = {
  GetTrail: 'Name',
  GetTrailStatus: 'Name',
  GetEventSelectors: 'TrailName',
  GetInsightSelectors: 'TrailName',
};
/** Whether an operation of CloudTrail shows trails. */
export function isTrailRead(operation: string): boolean {
  return READS[operation] !== undefined || operation === 'DescribeTrails' || operation === 'ListTrails';
}

const DESCRIBE = z.object({
  trailNameList: z.optional(z.nullable(z.array(z.string()))),
  includeShadowTrails: z.optional(z.nullable(z.boolean())),
});
const TRAIL_LIST = z.object({ trailList: z.array(z.looseObject({ Name: z.string(), TrailARN: z.string() })) });
const TRAILS = z.object({ Trails: z.array(z.unknown()) });

/**
 * Trails as AWS shows them. A bare name is one of this account and region, so a replica is read by its ARN. A member account sees
 * its organization's trails, with the management account's ARN, in every region in which they log.
 * Source: CloudTrail API reference, GetTrail, DescribeTrails, ListTrails, GetTrailStatus; CloudTrail user guide, "Creating a trail for
 * an organization"; prowler-cloud/prowler issue 383.
 */
export function visibleTrails(
  api: EmulatorApi,
  organizations: Organizations,
  accountOf: (call: Call) => Promise<string>,
): Behaviour {
  return async (call, next) => {
    if (call.service !== 'cloudtrail') return next(call);
    const where = { account: await accountOf(call), region: call.region };
    const parameter = READS[call.operation];
    if (parameter !== undefined) return readTrail(api, organizations, call, parameter, where, next);
    if (call.operation === 'CreateTrail' || call.operation === 'UpdateTrail') return written(call, await next(call));
    if (call.operation === 'DescribeTrails') return described(call, await next(call), organizations, where);
    if (call.operation === 'ListTrails') return listed(await next(call), organizations, where);
    return next(call);
  };
}

async function readTrail(
  api: EmulatorApi,
  organizations: Organizations,
  call: Call,
  parameter: string,
  where: Where,
  next: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  const named = resolveTrailArn(String(call.input?.[parameter] ?? ''), where);
  if ('refusal' in named) return refusalAnswer(named.refusal);
  const { account } = homeOf(named.arn);
  const unknown = () => refusalAnswer(trailNotFound(named.arn, where.account));
  if (account !== where.account) {
    const seen = await organizations.trailsSeenBy(where);
    if (!seen.some(({ TrailARN }) => TrailARN === named.arn)) return unknown();
  }
  if (call.operation === 'GetInsightSelectors') {
    return (await findTrail(api, named.arn)) === undefined ? unknown() : noInsights(named.arn);
  }
  const asked = withInput(call, { ...call.input, [parameter]: named.arn });
  const answer = await next(account === where.account ? asked : asAdministrator(asked, account));
  return parseError({ ...answer, body: answer.body.toString('utf8') })?.code === 'TrailNotFoundException'
    ? unknown()
    : answer;
}

/** Source: CloudTrail user guide, "Logging Insights events with the AWS CLI" (code and message). Nothing here can enable them. */
function noInsights(trailArn: string): Answer {
  return refusalAnswer({
    code: 'InsightNotEnabledException',
    message: `Trail ${trailArn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
  });
}

/** Source: CloudTrail records of CreateTrail and UpdateTrail: what is not set is told only to a call that brought it. */
function written(call: Call, answer: Answer): Answer {
  const body = jsonObject(answer.body.toString('utf8'));
  if (answer.status !== 200 || body === undefined) return answer;
  const brought = (name: string) => call.input?.[name.replace('TopicARN', 'TopicName')] !== undefined;
  const told = Object.entries(body).filter(([name, value]) => value !== '' || brought(name));
  return withBody(answer, Object.fromEntries(told));
}

async function described(call: Call, answer: Answer, organizations: Organizations, where: Where): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const { trailNameList, includeShadowTrails } = DESCRIBE.parse(call.input ?? {});
  const names = trailNameList ?? [];
  const { trailList } = TRAIL_LIST.parse(jsonObject(answer.body.toString('utf8')));
  const here = (trailArn: string) => homeOf(trailArn).region === where.region;
  const own =
    names.length === 0
      ? trailList
      : trailList.filter(({ Name, TrailARN }) => names.includes(TrailARN) || (names.includes(Name) && here(TrailARN)));
  const shared = includeShadowTrails === false ? [] : await organizations.trailsSeenBy(where);
  const asked = shared.filter(({ TrailARN }) => names.length === 0 || names.includes(TrailARN));
  return withBody(answer, { trailList: [...own, ...asked] });
}

async function listed(answer: Answer, organizations: Organizations, where: Where): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const body = jsonObject(answer.body.toString('utf8')) ?? {};
  const shared = await organizations.trailsSeenBy(where);
  const summary = ({ TrailARN, Name, HomeRegion }: Trail) => ({ TrailARN, Name, HomeRegion });
  return withBody(answer, { ...body, Trails: [...TRAILS.parse(body).Trails, ...shared.map(summary)] });
}

/** The same call by the administrator of another account. */
function asAdministrator(call: Call, account: string): Call {
  const { 'x-amz-security-token': _, ...headers } = call.headers;
  const authorization = headers['authorization']?.replace(/Credential=[^/]+/, `Credential=${account}`) ?? '';
  return {
    ...call,
    headers: { ...headers, authorization },
    caller: { kind: 'administrator', accessKeyId: account },
  };
}

function withInput(call: Call, input: Readonly<Record<string, unknown>>): Call {
  return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
}

function withBody(answer: Answer, body: object): Answer {
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
