import { trailmendApp } from './trailmend-app.ts';

await trailmendApp();
