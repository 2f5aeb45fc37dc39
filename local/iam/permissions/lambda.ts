import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  type PermissionRequest,
  passRole,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { requestTagKeys } from './tag-keys.ts';

/** Paths are `/VERSION/functions/NAME/…`; NAME may be an ARN. */
const fn: Permission['resources'] = (request) => functionArn(request, request.path[2] ?? '');
const newFunction: Permission['resources'] = (request) => functionArn(request, textParameter(request, 'FunctionName'));
const passFunctionRole = passRole('lambda.amazonaws.com', arnParameter('Role'));

function functionArn({ region, account }: PermissionRequest, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Source: Service Authorization Reference, Lambda. */
export const lambda: ServicePermissions = {
  prefix: 'lambda',
  operations: {
    ListFunctions: [ANY_RESOURCE],
    Invoke: [{ action: 'lambda:InvokeFunction', resources: fn }],
    CreateFunction: [{ resources: newFunction, keys: requestTagKeys('Tags') }, passFunctionRole],
    UpdateFunctionConfiguration: [{ resources: fn }, passFunctionRole],
    ...forOperations('GetFunction GetFunctionConfiguration UpdateFunctionCode DeleteFunction GetPolicy', {
      resources: fn,
    }),
    ...forOperations('PutFunctionEventInvokeConfig', { resources: fn }),
    AddPermission: [
      { resources: fn, keys: (request) => ({ 'lambda:Principal': textParameter(request, 'Principal') }) },
    ],
    RemovePermission: [{ resources: fn }],
  },
};
