import { playSuite } from './play-suite.ts';

playSuite('writes beside trails', 566);
