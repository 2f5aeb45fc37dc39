import { survive } from './survive.ts';

survive('reads', 339);
