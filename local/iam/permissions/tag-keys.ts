import { type ConditionKeys, type Permission, type PermissionRequest, textField } from './permission.ts';

type Tag = readonly [key: string, value: string];

/**
 * The condition keys `aws:TagKeys` and `aws:RequestTag/KEY` of the tags in a request.
 * @param parameter holds a list of Key and Value, an object, or members of the query protocol
 */
export function requestTagKeys(parameter: string): (request: PermissionRequest) => ConditionKeys {
  return (request) => {
    const tags = tagsIn(request, parameter);
    if (tags.length === 0) return {};
    return {
      'aws:TagKeys': tags.map(([key]) => key),
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    };
  };
}

/** The condition key `aws:TagKeys` of a request that removes tags. */
export function removedTagKeys(parameter: string): (request: PermissionRequest) => ConditionKeys {
  return ({ input, query }) => {
    const list = input[parameter];
    const entries = Array.isArray(list) ? list : [];
    const keys = [
      ...entries.map((entry) => (typeof entry === 'string' ? entry : textField(entry, 'Key'))),
      ...members(input, parameter, '').map(([, value]) => value),
      ...query.getAll(parameter),
    ];
    return keys.length === 0 ? {} : { 'aws:TagKeys': keys };
  };
}

/** Resources that a request concerns only when it carries tags. */
export function ifTagged(parameter: string, resources: Permission['resources']): Permission['resources'] {
  return (request) => (tagsIn(request, parameter).length === 0 ? undefined : resources(request));
}

function tagsIn({ input }: PermissionRequest, parameter: string): readonly Tag[] {
  const value = input[parameter];
  if (Array.isArray(value)) {
    return value.map((tag) => [
      textField(tag, 'Key') || textField(tag, 'TagKey'),
      textField(tag, 'Value') || textField(tag, 'TagValue'),
    ]);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, tag]) => [key, String(tag)]);
  }
  const values = new Map(members(input, parameter, '.Value'));
  return members(input, parameter, '.Key').map(([index, key]) => [key, values.get(index) ?? '']);
}

/** The values of `PARAMETER.member.N` with this suffix, each with its N. */
function members(input: PermissionRequest['input'], parameter: string, suffix: string): readonly Tag[] {
  const shape = new RegExp(`^${parameter}\\.member\\.(\\d+)${suffix.replace('.', '\\.')}$`);
  return Object.entries(input).flatMap(([name, value]) => {
    const [, index] = shape.exec(name) ?? [];
    return index === undefined ? [] : [[index, String(value)] as const];
  });
}
