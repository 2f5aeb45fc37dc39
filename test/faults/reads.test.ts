import { playSuite } from './play-suite.ts';

playSuite('reads', 473);
