import { isRead } from './point.ts';
import { survive } from './survive.ts';

survive(
  'writes of groups and roles, of the ledger, and messages',
  ({ point: { operation } }) => !isRead(operation) && !/^(UpdateTrail|StartLogging)$/.test(operation),
);
