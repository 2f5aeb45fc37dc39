import type { OwnResources } from './own-resources.ts';

/**
 * The fields of the record that a card contains, as code. Not the ARN of the caller: the path of a
 * user can have characters that end the code. The principal is the ID of a user, and the ID of a
 * role with the name of the session.
 * Source: IAM user guide, "IAM and AWS STS quotas" (names and paths); CloudTrail user guide,
 * "CloudTrail userIdentity element".
 */
const FIELDS = {
  call: '$.detail.eventName',
  service: '$.detail.eventSource',
  type: '$.detail.userIdentity.type',
  principal: '$.detail.userIdentity.principalId',
  address: '$.detail.sourceIPAddress',
  time: '$.detail.eventTime',
  account: '$.account',
  region: '$.detail.awsRegion',
  id: '$.detail.eventID',
} as const;

/**
 * The card about a call that changed resources of trailmend: see `ChatCard` in
 * lambda/core/notification.
 */
export function cardTemplate({ what, risk }: Pick<OwnResources, 'what' | 'risk'>) {
  const title = `ACTION NEEDED: <call> changed ${what}`;
  const card = {
    version: '1.0',
    source: 'custom',
    id: '<id>',
    content: {
      textType: 'client-markdown',
      title,
      description: [
        '*What happened:* `<call>` (`<service>`) at `<time>` in account <account>, `<region>`',
        '*Who did it:* `<type> <principal>` from `<address>`',
        '*More:* the message on the topic TopicArn of the stack, and the event `<id>` in CloudTrail. A deployment of trailmend makes such calls too.',
      ].join('\n'),
      nextSteps: [
        `If you did not expect this call, treat it as an attack: ${risk}.`,
        'Ask the caller. Undo the change, or deploy trailmend again, which restores its resources.',
      ],
      keywords: ['<account>', '<region>'],
    },
    metadata: { threadId: 'trailmend-<account>', summary: title, eventType: 'Own Resources' },
  };
  return { inputTemplate: JSON.stringify(card), inputPathsMap: FIELDS };
}
