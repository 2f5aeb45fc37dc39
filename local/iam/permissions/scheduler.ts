import { ANYTHING, each, field, type Line, passRole, type ServiceCalls, text } from './permission.ts';

/** Paths are `/schedules/NAME`; the group is a parameter. */
const schedule: Line['on'] = (asked) => {
  const group = text(asked, 'GroupName') || asked.query.get('groupName') || 'default';
  return `arn:aws:scheduler:${asked.region}:${asked.account}:schedule/${group}/${asked.path[1] ?? ''}`;
};
const passTargetRole = passRole(
  'scheduler.amazonaws.com',
  ({ input }) => field(input['Target'], 'RoleArn') || undefined,
);

/** Source: Service Authorization Reference, EventBridge Scheduler. */
export const scheduler: ServiceCalls = {
  prefix: 'scheduler',
  calls: {
    ListSchedules: [ANYTHING],
    ...each('GetSchedule DeleteSchedule', { on: schedule }),
    ...each('CreateSchedule UpdateSchedule', { on: schedule }, passTargetRole),
  },
};
