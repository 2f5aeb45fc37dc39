import { survive } from './survive.ts';

survive('writes of trails', ({ point }) => /^(UpdateTrail|StartLogging)$/.test(point.operation));
