/**
 * The actions that UpdateTrail may require of its caller besides its own, each with the statement
 * that allows it. The function has them only with OrganizationTrails `true`: AWS is expected to
 * require them for organization trails only.
 * Source: Service Authorization Reference, CloudTrail, dependent actions of UpdateTrail.
 */
export const DEPENDENT_STATEMENTS: Readonly<Record<string, string>> = {
  'iam:CreateServiceLinkedRole': allow('iam:CreateServiceLinkedRole', {
    StringEquals: { 'iam:AWSServiceName': 'cloudtrail.amazonaws.com' },
  }),
  'iam:GetRole': allow('iam:GetRole'),
  'organizations:ListAWSServiceAccessForOrganization': allow('organizations:ListAWSServiceAccessForOrganization'),
};

function allow(Action: string, Condition?: object): string {
  return JSON.stringify({ Effect: 'Allow', Action, Resource: '*', ...(Condition && { Condition }) });
}
