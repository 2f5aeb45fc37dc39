import { expect, test } from '@jest/globals';
import { type Selectors, selectsManagementWrites } from '../../events/coverage.ts';

const management = { Field: 'eventCategory', Equals: ['Management'] };
const data = { Field: 'eventCategory', Equals: ['Data'] };

const situations: readonly { readonly what: string; readonly selectors: Selectors; readonly covers: boolean }[] = [
  {
    what: 'the default selector',
    selectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
    covers: true,
  },
  { what: 'a selector without both fields', selectors: { EventSelectors: [{}] }, covers: true },
  { what: 'writes only', selectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }, covers: true },
  { what: 'reads only', selectors: { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }, covers: false },
  { what: 'no management events', selectors: { EventSelectors: [{ IncludeManagementEvents: false }] }, covers: false },
  {
    what: 'one of several',
    selectors: { EventSelectors: [{ IncludeManagementEvents: false }, { IncludeManagementEvents: true }] },
    covers: true,
  },
  {
    what: 'advanced, management',
    selectors: { AdvancedEventSelectors: [{ FieldSelectors: [management] }] },
    covers: true,
  },
  { what: 'advanced, data', selectors: { AdvancedEventSelectors: [{ FieldSelectors: [data] }] }, covers: false },
  {
    what: 'advanced, management reads',
    selectors: { AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['true'] }] }] },
    covers: false,
  },
  {
    what: 'advanced, management writes',
    selectors: { AdvancedEventSelectors: [{ FieldSelectors: [management, { Field: 'readOnly', Equals: ['false'] }] }] },
    covers: true,
  },
];

test.each(situations)('$what: covers management writes is $covers', ({ selectors, covers }) => {
  expect(selectsManagementWrites(selectors)).toBe(covers);
});
