import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { PlannedTrail } from '../plan.ts';
import { comment, commentLines } from './comments.ts';
import { type GroupFix, type SourceFix, sourceFix, unreadParts } from './fix.ts';
import { type Block, hclBlock, type Item } from './hcl.ts';
import { terraformName } from './names.ts';
import { ignoring, importBlock, resource } from './terraform-blocks.ts';
import { roleBlocks } from './terraform-role.ts';
import { trailBlock } from './terraform-trail.ts';

const USE = [
  'For Terraform 1.5 or newer, and a provider for the Region of the trails.',
  'Where a configuration has the trail already, give it the two values of CloudWatch Logs, and leave',
  'its resource and its import here out. The same goes for a log group and a role that exist.',
];

/** The repair of each trail as Terraform, and in comments what is not in it. */
export function planTerraform(records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>): string {
  const trails = records.map((record) => ({ record, fix: sourceFix(record, facts.get(record.subject.arn)) }));
  const use = trails.some(({ fix }) => fix) ? [comment('#', USE)] : [];
  return `${[...use, ...trails.map(trailLines)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function trailLines({ record, fix }: { record: PlannedTrail; fix: SourceFix | undefined }): readonly string[] {
  const notes = [...commentLines(record, fix), ...(fix ? unreadNotes(fix) : [])];
  return [...comment('#', notes), ...(fix ? blocksOf(fix) : [])];
}

function unreadNotes(fix: SourceFix): readonly string[] {
  const unread = unreadParts(fix).map(({ what }) => what);
  return unread.length === 0 ? [] : [`trailmend did not read ${unread.join(', ')}: Terraform ignores them.`];
}

function blocksOf(fix: SourceFix): readonly string[] {
  const { id, group, role } = fix;
  const name = terraformName(id);
  const blocks = [
    ...(group ? groupBlocks(group, name) : []),
    ...filterBlocks(fix, name),
    ...(role ? roleBlocks(fix, role, name) : []),
    importBlock('aws_cloudtrail', name, id.arn),
    trailBlock(fix, name),
  ];
  return blocks.flatMap((block, index) => [...(index > 0 ? [''] : []), ...hclBlock(block)]);
}

function groupBlocks({ name, create, retentionDays }: GroupFix, label: string): readonly Block[] {
  const type = 'aws_cloudwatch_log_group';
  const retention: readonly Item[] = retentionDays === undefined ? [] : [['retention_in_days', retentionDays]];
  if (create) {
    const key: readonly Item[] = create.kmsKeyId === undefined ? [] : [['kms_key_id', create.kmsKeyId]];
    return [resource(type, label, [['name', name], ...retention, ...key, ['tags', { object: create.tags }]])];
  }
  const unread = ['kms_key_id', 'log_group_class', ...(retentionDays === undefined ? ['retention_in_days'] : [])];
  const body: readonly Item[] = [['name', name], ...retention, ...ignoring([...unread, 'tags', 'tags_all'])];
  return [importBlock(type, label, name), resource(type, label, body)];
}

function filterBlocks({ filters }: SourceFix, name: string): readonly Block[] {
  return filters.map(({ logGroupName, filterName, filterPattern, metricTransformations }, index) =>
    resource('aws_cloudwatch_log_metric_filter', `${name}_${index + 1}`, [
      ['name', filterName],
      ['pattern', filterPattern],
      ['log_group_name', logGroupName],
      ...metricTransformations.map(({ metricName, metricNamespace, metricValue }) => ({
        head: 'metric_transformation',
        body: [
          ['name', metricName],
          ['namespace', metricNamespace],
          ['value', metricValue],
        ] as const,
      })),
    ]),
  );
}
