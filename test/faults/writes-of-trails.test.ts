import { survive } from './survive.ts';

survive('writes of trails', 228);
