import { trailmendApp } from './trailmend-app.ts';

trailmendApp();
