import {
  forOperations,
  type Permission,
  type PermissionRequest,
  type ServicePermissions,
  textParameter,
} from './permission.ts';

const alarmArn = ({ region, account }: PermissionRequest, name: string) =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
/** The alarms that a call names, in the query protocol or in JSON; `*` for a call about all. */
const alarms: Permission['resources'] = (request) => {
  const { input } = request;
  const listed = Array.isArray(input['AlarmNames'])
    ? input['AlarmNames'].map(String)
    : Object.entries(input).flatMap(([key, name]) => (/^AlarmNames\.member\.\d+$/.test(key) ? [String(name)] : []));
  const named = textParameter(request, 'AlarmName');
  const names = named === '' ? listed : [named];
  return names.length === 0 ? '*' : names.map((name) => alarmArn(request, name));
};

/** Source: Service Authorization Reference, CloudWatch. */
export const cloudwatch: ServicePermissions = {
  prefix: 'cloudwatch',
  operations: {
    ...forOperations('DescribeAlarms DescribeAlarmHistory PutMetricAlarm DeleteAlarms SetAlarmState', {
      resources: alarms,
    }),
    ...forOperations('EnableAlarmActions DisableAlarmActions', { resources: alarms }),
  },
};
