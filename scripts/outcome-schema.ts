// Writes docs/outcome-record.schema.json. `npm run schema` then formats it.
import { writeFileSync } from 'node:fs';
import { outcomeRecordJsonSchema } from '../lambda/contract/outcome-record.schema.ts';

const target = new URL('../docs/outcome-record.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(outcomeRecordJsonSchema(), null, 2)}\n`);
