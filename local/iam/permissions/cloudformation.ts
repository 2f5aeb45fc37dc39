import { ANYTHING, each, given, type Line, passRole, requestTags, type ServiceCalls, text } from './permission.ts';

/** A stack that is named and not given by its ARN is asked for with any id. */
const stack: Line['on'] = (asked) => {
  const name = text(asked, 'StackName');
  const own = `arn:aws:cloudformation:${asked.region}:${asked.account}:stack/${name}/*`;
  return name.startsWith('arn:') ? name : own;
};
const passServiceRole = passRole('cloudformation.amazonaws.com', given('RoleARN'));
const change: readonly Line[] = [{ on: stack, keys: requestTags('Tags') }, passServiceRole];

/** Source: Service Authorization Reference, CloudFormation. What a stack's role does itself does not pass the gate. */
export const cloudformation: ServiceCalls = {
  prefix: 'cloudformation',
  calls: {
    ...each('ListStacks ListExports ValidateTemplate DescribeAccountLimits', ANYTHING),
    // Without a stack it describes all: the emulator and AWS ask for any stack then.
    DescribeStacks: [{ on: (asked) => (text(asked, 'StackName') === '' ? '*' : stack(asked)) }],
    GetTemplateSummary: [{ on: (asked) => (text(asked, 'StackName') === '' ? '*' : stack(asked)) }],
    ...each('DescribeStackEvents DescribeStackResources DescribeStackResource ListStackResources', { on: stack }),
    ...each('GetTemplate GetStackPolicy DescribeChangeSet ListChangeSets DeleteChangeSet', { on: stack }),
    ...each('ExecuteChangeSet UpdateTerminationProtection', { on: stack }),
    ...each('CreateStack UpdateStack CreateChangeSet DeleteStack RollbackStack ContinueUpdateRollback', ...change),
  },
};
