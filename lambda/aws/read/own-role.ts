import { paginateListAttachedRolePolicies, paginateListRolePolicies } from '@aws-sdk/client-iam';
import { DELIVERY_POLICY_NAME, isNamedAsDeliveryRole } from '../../core/integration/delivery-role.ts';
import { hasCode } from '../../core/model/aws-result.ts';
import { type Fact, mapFact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { CandidateRole } from '../../core/model/role.ts';
import type { Trail } from '../../core/model/trail.ts';
import { roleNameOf, type TrailId } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';
import { readRole, readRolePolicy } from './resources.ts';

/** Reads a role under one of trailmend's names, with what shows whether others changed it. */
export async function readOwnRole(clients: Clients, name: string): Promise<Fact<CandidateRole | 'missing'>> {
  const [role, deliveryPolicy, inline, attached] = await Promise.all([
    readRole(clients, name),
    readRolePolicy(clients, name, DELIVERY_POLICY_NAME),
    readInlinePolicies(clients, name),
    readAttachedPolicies(clients, name),
  ]);
  if (!role.read) return role;
  if (role.value === 'missing') return { read: true, value: 'missing' };
  return { read: true, value: { ...role.value, deliveryPolicy, otherPolicies: together(inline, attached) } };
}

/** Reads the role of a trail, if trailmend may have created it, whether or not it delivers. */
export async function readCurrentOwnRole(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
): Promise<TrailFacts['ownRole']> {
  if (!trail.read) return trail;
  const { roleArn } = trail.value;
  const name = isNamedAsDeliveryRole(id, roleArn) ? roleNameOf(roleArn) : undefined;
  if (name === undefined) return NOT_ASKED;
  const role = await readOwnRole(clients, name);
  return mapFact(role, (found) => (found !== 'missing' && found.arn === roleArn ? found : 'missing'));
}

/** The names of the inline policies, apart from trailmend's own. */
function readInlinePolicies(clients: Clients, RoleName: string): Promise<Fact<readonly string[]>> {
  const pages = () => paginateListRolePolicies({ client: clients.iam() }, { RoleName });
  return readPolicies('ListRolePolicies', pages, ({ PolicyNames = [] }) =>
    PolicyNames.filter((policy) => policy !== DELIVERY_POLICY_NAME),
  );
}

function readAttachedPolicies(clients: Clients, RoleName: string): Promise<Fact<readonly string[]>> {
  const pages = () => paginateListAttachedRolePolicies({ client: clients.iam() }, { RoleName });
  return readPolicies('ListAttachedRolePolicies', pages, ({ AttachedPolicies = [] }) =>
    AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn),
  );
}

/** The policies on every page. None: the role does not exist, or is not visible to IAM yet. */
async function readPolicies<T>(
  operation: string,
  pages: () => AsyncIterable<T>,
  read: (page: T) => string[],
): Promise<Fact<readonly string[]>> {
  const answer = await callAws(operation, () => Array.fromAsync(pages(), read));
  if (!answer.ok && hasCode(answer.error, 'NoSuchEntity')) return { read: true, value: [] };
  return factFrom(answer, (lists) => lists.flat());
}

function together(one: Fact<readonly string[]>, other: Fact<readonly string[]>): Fact<readonly string[]> {
  if (!one.read) return one;
  return other.read ? { read: true, value: [...one.value, ...other.value] } : other;
}
