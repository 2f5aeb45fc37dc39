/** The first match counts: Terraform names the SDK that it uses, too. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, 'Terraform'],
  [/pulumi/i, 'Pulumi'],
  [/cloudformation\.amazonaws\.com/, 'AWS CloudFormation'],
  [/console\.amazonaws\.com|mozilla|aws internal/i, 'the AWS console'],
  [/aws-cli/i, 'the AWS CLI'],
  [/boto|aws-sdk/i, 'an AWS SDK'],
];

/**
 * The kind of tool of a caller; undefined if unknown. The caller can choose the user agent. Source:
 * CloudTrail user guide, "CloudTrail record contents", `userAgent`.
 */
export function toolOf(userAgent: string | null | undefined): string | undefined {
  return TOOLS.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
}
