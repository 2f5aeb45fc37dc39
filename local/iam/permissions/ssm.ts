import { ANYTHING, each, type Line, type ServiceCalls, text } from './permission.ts';

/** A parameter's name may begin with a slash, which its ARN does not double. */
const parameter: Line['on'] = (asked) => {
  const name = text(asked, 'Name') || text(asked, 'Path');
  return name.startsWith('arn:')
    ? name
    : `arn:aws:ssm:${asked.region}:${asked.account}:parameter/${name.replace(/^\//, '')}`;
};

/** Source: Service Authorization Reference, Systems Manager: parameters, as CDK reads its bootstrap version. */
export const ssm: ServiceCalls = {
  prefix: 'ssm',
  calls: {
    DescribeParameters: [ANYTHING],
    ...each('GetParameter PutParameter DeleteParameter GetParametersByPath GetParameterHistory', { on: parameter }),
  },
};
