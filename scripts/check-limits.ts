// Part of `npm run lint`: fails when a file or a function of lambda/ is too long, or when a comment
// is too wide, because Biome wraps only code. Reads the files that git tracks.
import type { Source } from './import-cycles.ts';
import { functionsOf, LONG_FILE, LONG_FUNCTION, readFiles, readSources } from './sources.ts';

/** In characters. */
const WIDE_COMMENT = 100;
const COMMENT = /^ *(?:\/?\*|\/\/)(?! biome-ignore)/;

type Limit = 'file' | 'function' | 'comment';
interface Finding {
  readonly path: string;
  readonly limit: Limit;
  readonly problem: string;
}

/** The files that may exceed a limit. */
const EXCEPTIONS: Readonly<Record<string, readonly Limit[]>> = {
  'demo/attack/play.ts': ['comment'],
  'demo/attack/trails.ts': ['comment'],
  'lambda/app/publish.ts': ['comment'],
  'lambda/core/integration/group-posture.ts': ['comment'],
  'lambda/core/notification/policy.ts': ['file', 'comment'],
  'lambda/core/planning/log-group-target.ts': ['comment'],
};

function longParts(source: Source): readonly Finding[] {
  const { path, lines } = source;
  const functions = functionsOf(source)
    .filter(({ length }) => length > LONG_FUNCTION)
    .map(({ name, length }): Finding => {
      return { path, limit: 'function', problem: `${name} has ${length} lines, more than ${LONG_FUNCTION}` };
    });
  const problem = `${path} has ${lines.length} lines, more than ${LONG_FILE}`;
  return lines.length > LONG_FILE ? [{ path, limit: 'file', problem }, ...functions] : functions;
}

function wideComments({ path, lines }: Source): readonly Finding[] {
  return lines.flatMap((line, index) => {
    if (!COMMENT.test(line) || line.length <= WIDE_COMMENT) return [];
    const problem = `${path}:${index + 1}: the comment has ${line.length} columns, more than ${WIDE_COMMENT}`;
    return [{ path, limit: 'comment', problem }];
  });
}

const found = [...readSources(['lambda']).flatMap(longParts), ...readFiles('*.ts', '*.mjs').flatMap(wideComments)];
const findings = found.filter(({ path, limit }) => !EXCEPTIONS[path]?.includes(limit));
for (const { problem } of findings) console.error(problem);
process.exitCode = findings.length > 0 ? 1 : 0;
