import { survive } from './survive.ts';

survive('writes beside trails', 434);
