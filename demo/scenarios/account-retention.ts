import { PutAccountPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { NOT_INTEGRATED } from '../trail-setup.ts';

const TRAIL = 'receipts';

/**
 * trailmend sets its own retention of a year, and DescribeLogGroups returns the 90 days of the
 * policy. The notification names the policy and who can change it.
 */
export const accountRetention: Scenario = createTrailScenario({
  title:
    'An account policy of CloudWatch Logs keeps log events for 90 days, whatever a log group says. Then a trail needs a log group.',
  trail: TRAIL,
  setup: {
    title: () => 'The administrator sets a retention of 90 days for the account: PutAccountPolicy',
    async create({ administrator }) {
      await administrator.logs.send(
        new PutAccountPolicyCommand({
          policyName: 'baseline',
          policyType: 'RETENTION_POLICY',
          policyDocument: JSON.stringify({ retentionInDays: 90, enforcementMode: 'RETROACTIVE' }),
          // The log groups of other trails keep their retention.
          selectionCriteria: `LogGroupNamePrefix IN ["/trailmend/${TRAIL}"]`,
        }),
      );
    },
  },
  change: NOT_INTEGRATED.title(TRAIL),
  makeChange: NOT_INTEGRATED.create,
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
