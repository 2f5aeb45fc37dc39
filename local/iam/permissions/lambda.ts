import {
  ANYTHING,
  type Asked,
  each,
  given,
  type Line,
  passRole,
  requestTags,
  type ServiceCalls,
  text,
} from './permission.ts';

/** Paths are `/VERSION/functions/NAME/…`, where NAME may be an ARN. */
const fn: Line['on'] = (asked) => functionArn(asked, asked.path[2] ?? '');
const newFunction: Line['on'] = (asked) => functionArn(asked, text(asked, 'FunctionName'));
const passFunctionRole = passRole('lambda.amazonaws.com', given('Role'));

function functionArn({ region, account }: Asked, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Source: Service Authorization Reference, Lambda. */
export const lambda: ServiceCalls = {
  prefix: 'lambda',
  calls: {
    ListFunctions: [ANYTHING],
    Invoke: [{ action: 'lambda:InvokeFunction', on: fn }],
    CreateFunction: [{ on: newFunction, keys: requestTags('Tags') }, passFunctionRole],
    UpdateFunctionConfiguration: [{ on: fn }, passFunctionRole],
    ...each('GetFunction GetFunctionConfiguration UpdateFunctionCode DeleteFunction GetPolicy', { on: fn }),
    ...each('PutFunctionEventInvokeConfig', { on: fn }),
    AddPermission: [{ on: fn, keys: (asked) => ({ 'lambda:Principal': text(asked, 'Principal') }) }],
    RemovePermission: [{ on: fn }],
  },
};
