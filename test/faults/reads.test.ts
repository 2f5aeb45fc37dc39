import { isRead } from './point.ts';
import { survive } from './survive.ts';

survive('reads', ({ point }) => isRead(point.operation));
