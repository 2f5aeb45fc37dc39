import { describe, expect, test } from '@jest/globals';
import { reportHtml } from '../../../cli/output/report-html/page.ts';
import { duration } from '../../../cli/output/report-html/words.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { NOW } from '../../support/perfect-trail.ts';
import { callBy, logged, lookedAt, madeEvidence, NOT_SET, repairedBy, subjectOf } from '../evidence/made.ts';

const audit = subjectOf('audit');

/** A page in which others chose this text wherever they can. */
function pageWith(text: string): string {
  const finding = { ...NOT_SET[0], evidence: { source: text, saw: text } } as OutcomeRecord['findings'][number];
  const trigger = callBy('x', { eventTime: '2026-11-10T14:03:12Z', eventName: text, tampering: 'blanked' });
  const actor = { type: text, name: text, sourceIp: text, tool: text, issuer: text };
  const denied = { ...trigger, actor, eventId: text, tampering: 'denied-attempt', errorCode: text } as const;
  const records = [
    logged(audit, '2026-11-10T14:03:21.000Z', {
      ...repairedBy('UpdateTrail', [finding]),
      trigger: { ...trigger, actor },
    }),
    logged(audit, '2026-11-11T14:03:21.000Z', { trigger: denied }),
  ];
  const looked = lookedAt(audit, { outcome: 'BLOCKED', detail: text, whoCanAct: text, remaining: [finding] });
  const subject = { ...audit, name: text, region: text };
  const status = { read: true, value: { isLogging: true, logsDeliveryError: text, deliveryError: text } } as const;
  const facts = looked.facts && { ...looked.facts, status };
  return reportHtml(
    madeEvidence({
      trails: [
        {
          record: { ...looked.record, subject },
          ...(facts && { facts }),
          streams: { read: true, value: [{ name: text, lastIngestion: NOW }] },
        },
      ],
      history: { known: true, value: { from: '2026-11-01T00:00:00.000Z', records, memories: new Map() } },
      stack: { known: false, why: text },
      others: [
        {
          ...logged(audit, NOW, { outcome: 'BLOCKED', detail: text }),
          subject: { kind: 'region', region: text, account: text },
        },
      ],
    }),
  );
}

describe('the page', () => {
  test('has the verdict, both ARNs, the clocks, and who broke a trail', () => {
    const page = reportHtml(madeEvidence());
    for (const text of [
      '1 of 3 trails in scope needs action.',
      'arn:aws:logs:us-east-1:111122223333:log-group:aws-cloudtrail-logs-audit:*',
      'arn:aws:iam::111122223333:role/service-role/CloudTrail_CloudWatchLogs_Role',
      '2026-11-20 08:57:00 UTC',
      '<strong>sam</strong> called <code>UpdateTrail</code>',
      'by trailmend, after 9 s with UpdateTrail',
      'CKV2_AWS_10',
      'Article 32',
    ])
      expect(page).toContain(text);
  });

  test('needs no network and no script', () => {
    const page = reportHtml(madeEvidence());
    expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[\w+/]{43}=&#39;/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|javascript:|\son\w+=|\sstyle=/i);
  });

  test('says what it does not know without a stack', () => {
    const why = { known: false, why: 'no deployed stack found in us-east-1' } as const;
    const page = reportHtml(madeEvidence({ stack: why, history: why }));
    expect(page.match(/not known: no deployed stack found in us-east-1/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page).not.toContain('<figure');
  });

  test('shows the latest of a flood of calls, and where the others are', () => {
    const records = Array.from({ length: 60 }, (_, second) => {
      const eventTime = new Date(Date.parse('2026-11-19T09:00:00Z') + second * 1000).toISOString();
      return logged(audit, eventTime, { trigger: callBy('mallory', { eventTime, tampering: 'denied-attempt' }) });
    });
    const history = { known: true, value: { from: '2026-11-01T00:00:00.000Z', records, memories: new Map() } } as const;
    const page = reportHtml(madeEvidence({ trails: [lookedAt(audit)], history }));
    expect(page.match(/Denied by AWS/g)).toHaveLength(50);
    expect(page).toContain('10 older ones');
    expect(page).toMatch(/2026-11-19 09:00:59 UTC<\/time> <span/);
  });

  test('of an account without trails is a page', () => {
    expect(reportHtml(madeEvidence({ trails: [], history: { known: false, why: 'none' } }))).toContain(
      'There is no trail.',
    );
  });
});

describe('a text of others is only text:', () => {
  test.each([
    ['a script', '<script>alert(1)</script>', /<script/i],
    ['an attribute', '" onclick="alert(1)', /" onclick="/],
    ['an attribute in other quotes', "' onclick='alert(1)", /' onclick='/],
    ['an end of the style', '</style><b>', /<\/style><b>/],
    ['an entity', '&lt;b&gt;', /(?<!amp;)&lt;b&gt;/],
    ['a change of direction', 'abc\u202Egnp.exe', /\u202E/],
    ['a new line', 'a\nCompliant', /a\nCompliant/],
    ['an invisible character', 'pay\u200Bments', /\u200B/],
  ])('%s', (_what, text, harm) => {
    const page = pageWith(text);
    expect(page).not.toMatch(harm);
    expect(page).toMatch(/not known: /);
  });
});

test.each([
  [0, 'less than 1 s'],
  [9, '9 s'],
  [59.6, '1 min'],
  [252, '4 min 12 s'],
  [3600, '1 h'],
  [3605, '1 h'],
  [187_200, '2 d 4 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
