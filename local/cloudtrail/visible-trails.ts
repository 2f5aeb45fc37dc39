import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { signedBy } from '../gate/signed-by.ts';
import { withBody } from '../wire/json-answer.ts';
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

/** Whether an operation reads trails. */
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
 * Shows trails as AWS does. A bare name belongs to the caller's account and the called Region, so a
 * replica is read by its ARN. A member account sees its organization's trails, with the management
 * account's ARN, in every Region in which they log.
 * Source: CloudTrail API reference, GetTrail, DescribeTrails, ListTrails, GetTrailStatus;
 * CloudTrail user guide, "Creating a trail for an organization"; prowler-cloud/prowler issue 383.
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
    if (call.operation === 'CreateTrail' || call.operation === 'UpdateTrail')
      return withoutUnsetFields(call, await next(call));
    if (call.operation === 'DescribeTrails') return describeTrails(call, await next(call), organizations, where);
    if (call.operation === 'ListTrails') return listTrailSummaries(await next(call), organizations, where);
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
  const resolved = resolveTrailArn(String(call.input?.[parameter] ?? ''), where);
  if ('refusal' in resolved) return refusalAnswer(resolved.refusal);
  const { account } = homeOf(resolved.arn);
  const notFound = () => refusalAnswer(trailNotFound(resolved.arn, where.account));
  if (account !== where.account) {
    const seen = await organizations.trailsSeenBy(where);
    if (!seen.some(({ TrailARN }) => TrailARN === resolved.arn)) return notFound();
  }
  if (call.operation === 'GetInsightSelectors') {
    return (await findTrail(api, resolved.arn)) === undefined ? notFound() : insightsNotEnabled(resolved.arn);
  }
  const byArn = withInput(call, { ...call.input, [parameter]: resolved.arn });
  const answer = await next(account === where.account ? byArn : signedBy(byArn, account));
  return parseError({ ...answer, body: answer.body.toString('utf8') })?.code === 'TrailNotFoundException'
    ? notFound()
    : answer;
}

/**
 * Source: CloudTrail user guide, "Logging Insights events with the AWS CLI" (code and message). The
 * gate supports no Insights.
 */
function insightsNotEnabled(trailArn: string): Answer {
  return refusalAnswer({
    code: 'InsightNotEnabledException',
    message: `Trail ${trailArn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
  });
}

/**
 * Source: CloudTrail records of CreateTrail and UpdateTrail: an unset field appears only when the
 * call gave it.
 */
function withoutUnsetFields(call: Call, answer: Answer): Answer {
  const body = jsonObject(answer.body.toString('utf8'));
  if (answer.status !== 200 || body === undefined) return answer;
  const isGiven = (name: string) => call.input?.[name.replace('TopicARN', 'TopicName')] !== undefined;
  const fields = Object.entries(body).filter(([name, value]) => value !== '' || isGiven(name));
  return withBody(answer, Object.fromEntries(fields));
}

async function describeTrails(call: Call, answer: Answer, organizations: Organizations, where: Where): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const { trailNameList, includeShadowTrails } = DESCRIBE.parse(call.input ?? {});
  const names = trailNameList ?? [];
  const { trailList } = TRAIL_LIST.parse(jsonObject(answer.body.toString('utf8')));
  const isHome = (trailArn: string) => homeOf(trailArn).region === where.region;
  const own =
    names.length === 0
      ? trailList
      : trailList.filter(
          ({ Name, TrailARN }) => names.includes(TrailARN) || (names.includes(Name) && isHome(TrailARN)),
        );
  const shared = includeShadowTrails === false ? [] : await organizations.trailsSeenBy(where);
  const requestedShared = shared.filter(({ TrailARN }) => names.length === 0 || names.includes(TrailARN));
  return withBody(answer, { trailList: [...own, ...requestedShared] });
}

async function listTrailSummaries(answer: Answer, organizations: Organizations, where: Where): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const body = jsonObject(answer.body.toString('utf8')) ?? {};
  const shared = await organizations.trailsSeenBy(where);
  const summary = ({ TrailARN, Name, HomeRegion }: Trail) => ({ TrailARN, Name, HomeRegion });
  return withBody(answer, { ...body, Trails: [...TRAILS.parse(body).Trails, ...shared.map(summary)] });
}

function withInput(call: Call, input: Readonly<Record<string, unknown>>): Call {
  return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
}
