import {
  ANY_RESOURCE,
  forOperations,
  type Permission,
  passRole,
  type ServicePermissions,
  textField,
  textParameter,
} from './permission.ts';

/** Paths are `/schedules/NAME`; the group is a parameter. */
const schedule: Permission['resources'] = (request) => {
  const group = textParameter(request, 'GroupName') || request.query.get('groupName') || 'default';
  return `arn:aws:scheduler:${request.region}:${request.account}:schedule/${group}/${request.path[1] ?? ''}`;
};
const passTargetRole = passRole(
  'scheduler.amazonaws.com',
  ({ input }) => textField(input['Target'], 'RoleArn') || undefined,
);

/** Source: Service Authorization Reference, EventBridge Scheduler. */
export const scheduler: ServicePermissions = {
  prefix: 'scheduler',
  operations: {
    ListSchedules: [ANY_RESOURCE],
    ...forOperations('GetSchedule DeleteSchedule', { resources: schedule }),
    ...forOperations('CreateSchedule UpdateSchedule', { resources: schedule }, passTargetRole),
  },
};
