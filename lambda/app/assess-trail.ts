import type { History, TrailFacts } from '../core/model/facts.ts';
import type { Assessment } from '../core/model/plan.ts';
import type { Settings } from '../core/model/settings.ts';
import { assess } from '../core/rules/assess.ts';
import { scopeOf } from '../core/scope/scope.ts';

export function assessTrail(facts: TrailFacts, settings: Settings, history: History): Assessment {
  return { facts, findings: assess(facts, settings, history), scope: scopeOf(facts, settings, history) };
}
