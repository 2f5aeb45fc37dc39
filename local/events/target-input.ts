import { parseJson } from '../wire/parse-json.ts';
import type { BusEvent } from './record.ts';
import type { Rule, Target } from './rules.ts';

/** A variable of a template outside of quotation marks, or a JSON string that may contain some. */
const VARIABLE_OR_STRING = /"(?:\\.|[^"\\])*"|<([^<>]+)>/g;
const VARIABLE = /<([^<>]+)>/g;

/**
 * What a target receives for an event: the event, the constant `Input`, the part at `InputPath`, or
 * the text of the input transformer. Values are not escaped. A variable without a value becomes
 * nothing.
 * Source: EventBridge user guide, "Amazon EventBridge input transformation"; API reference, Target.
 * Assumed: an input path without a value gives null.
 * @throws Error for a variable that the template does not define, and for predefined ones other
 * than those of the rule
 */
export function targetInput({ Input, InputPath, InputTransformer }: Target, event: BusEvent, rule: Rule): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(InputPath, event) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const variable = (name: string): unknown => {
    if (name === 'aws.events.rule-arn') return rule.Arn;
    if (name === 'aws.events.rule-name') return rule.Name;
    const path = InputPathsMap[name];
    if (path === undefined) throw new Error(`the input template of ${rule.Arn} has no variable <${name}>`);
    return valueAt(path, event) ?? '';
  };
  return InputTemplate.replace(VARIABLE_OR_STRING, (part, name?: string) =>
    name === undefined
      ? part.replace(VARIABLE, (_, inside) => asText(variable(inside)))
      : JSON.stringify(variable(name)),
  );
}

/**
 * The event that a bus receives from a rule of another bus.
 * Assumed: a target's own input replaces the detail, and the envelope stays.
 */
export function forwardedEvent(target: Target, event: BusEvent, rule: Rule): BusEvent {
  const { Input, InputPath, InputTransformer } = target;
  if (Input === undefined && InputPath === undefined && InputTransformer === undefined) return event;
  return { ...event, detail: Object(parseJson(targetInput(target, event, rule))) };
}

/** Objects and lists lose their quotation marks inside of a string. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** The value at a path such as `$.detail.alarmNames[0]`; undefined when the event has none. */
function valueAt(path: string, event: BusEvent): unknown {
  const members = path.replace(/^\$\.?/, '').split(/[.[\]]+/);
  return members.filter(Boolean).reduce<unknown>((value, member) => Object(value ?? {})[member], event);
}
