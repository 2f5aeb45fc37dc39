import { OUTCOME_EVENT } from '../integration/names.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Subject } from '../model/subject.ts';
import type { FunctionLog } from './console-links.ts';
import type { FirstScreen } from './first-screen.ts';
import { asMarkdown, asShortMarkdown } from './markdown.ts';
import { screenFor } from './screen-for.ts';

/**
 * A custom notification of Amazon Q Developer in chat applications, which Slack and Microsoft Teams
 * show as a card.
 * Source: Amazon Q Developer in chat applications administrator guide, "Custom notifications using
 * Amazon Q Developer in chat applications", event schema.
 */
export interface ChatCard {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** One thread for each subject, if the preferences of the channel allow threads. */
    readonly threadId: string;
    /** Replaces that of the thread, so that the newest state is visible without opening it. */
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/**
 * In characters. Three lines of this length, two shorter ones and three links fit into the 8,000 of
 * a description: the link to a log group has up to 2,700.
 */
const MOST = { title: 250, line: 1200, nextStep: 350 } as const;

/**
 * The card of a record: the first screen of its message. The evidence and the commands are too long
 * for a chat, so the card says where they are.
 * @param log where the function logs, for a link
 */
export function chatCard(record: OutcomeRecord, log?: FunctionLog): ChatCard {
  const { id, subject, outcome, reason, mode } = record;
  const screen = screenFor(record, log);
  const title = asShortMarkdown(screen.subject, MOST.title);
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title,
      description: descriptionOf(record, screen),
      nextSteps: screen.nextSteps.map((step) => asShortMarkdown(step, MOST.nextStep)),
      keywords: [outcome, subject.account, ...('region' in subject ? [subject.region] : [])],
    },
    metadata: {
      threadId: threadOf(subject),
      summary: title,
      eventType: OUTCOME_EVENT.DetailType,
      relatedResources: resourcesOf(record),
      additionalContext: { outcome, reason, mode },
    },
  };
}

function descriptionOf({ id, lastOfHour }: OutcomeRecord, { lines, links }: FirstScreen): string {
  const more = `the evidence and the commands are in the message on the topic TopicArn of the stack, and in the function's log under ${id}.`;
  const all = [
    ...lines,
    ...(lastOfHour === undefined ? [] : [['More messages', lastOfHour] as const]),
    ['More', more] as const,
  ];
  return [
    ...all.map(([label, line]) => `*${label}:* ${asShortMarkdown(line, MOST.line)}`),
    ...links.map(([name, url]) => `*Link to ${name}:* ${url}`),
  ].join('\n');
}

/** A channel can show several accounts. */
function threadOf(subject: Subject): string {
  if (subject.kind === 'trail') return subject.arn;
  return ['trailmend', subject.account, ...(subject.kind === 'region' ? [subject.region] : [])].join('-');
}

/** Others choose the ARNs of a trail. One that would have to be escaped is left out. */
function resourcesOf({ subject, before, after }: OutcomeRecord): readonly string[] {
  const { logGroupArn = '', roleArn = '' } = after ?? before ?? {};
  const arns = [...(subject.kind === 'trail' ? [subject.arn] : []), logGroupArn, roleArn];
  return arns.filter((arn) => arn.startsWith('arn:') && asMarkdown(arn) === `\`${arn}\``);
}
