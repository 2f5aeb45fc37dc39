import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BASIC,
  blankedTrail,
  FULL,
  integrationWithRoleOfStack,
  newIntegration,
  type Planned,
  planned,
  reusedIntegration,
} from '../cli/output/source/planned.ts';
import { ID, read, selecting } from '../support/perfect-trail.ts';

/** What a shell, YAML, HCL or TypeScript would interpret, and what nobody sees. */
export const HOSTILE = `"'\\ \${d} %{e} $\${f} \\u0041 \`g\` # // */ \n- h: i\r\t\b\f\0\u2028\u202E\u200B 😀 \u{E0041} ü`;
/** No tag has such a key, but AWS could allow it. cfn-lint refuses a line break. */
export const HOSTILE_KEY = HOSTILE.replaceAll('\n', '');

const hostile = blankedTrail(
  { s3Prefix: HOSTILE, hasCustomEventSelectors: true },
  {
    tags: read({ [HOSTILE_KEY]: HOSTILE, for: 'for', true: 'yes', '1': 'no' }),
    eventSelectors: selecting({
      own: {
        kind: 'advanced',
        json: JSON.stringify([{ Name: HOSTILE, FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }]),
      },
    }),
  },
);

const ofOrganization = blankedTrail({ isOrganizationTrail: true, snsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:t' });

const ids = ['a.b', '1-a_b', 'import'].map((name) => ({ ...ID, name, arn: ID.arn.replace('audit', name) }));

/** Repairs of trails, as a command hands them to a format. */
export const PLANS = {
  full: planned([FULL, newIntegration(FULL)]),
  basic: planned([BASIC, newIntegration(BASIC, { deliveryRoleBoundaryArn: '' })]),
  encrypted: planned([
    FULL,
    newIntegration(FULL, { logGroupKmsKeyArn: `arn:aws:kms:${ID.region}:${ID.account}:key/1f0c2b3a` }),
  ]),
  reused: planned([BASIC, reusedIntegration(BASIC, '', 365)]),
  organization: planned([ofOrganization, newIntegration(ofOrganization, {}, { organizationId: 'o-abcdefghij' })]),
  withStack: planned([FULL, integrationWithRoleOfStack(FULL, `arn:aws:iam::${ID.account}:role/Delivery`)]),
  hostile: planned([hostile, newIntegration(hostile)]),
  several: planned(...ids.map((id) => [{ ...FULL, id }, newIntegration({ ...FULL, id })] as const)),
} as const satisfies Readonly<Record<string, Planned>>;

/** Writes what a format prints for each plan into a folder of its own. */
export function writeTexts(folder: string, file: string, format: (...plan: Planned) => string): void {
  for (const [name, plan] of Object.entries(PLANS)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, file), format(...plan));
  }
}
