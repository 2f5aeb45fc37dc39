import { playSuite } from './play-suite.ts';

playSuite('writes of trails', 228);
