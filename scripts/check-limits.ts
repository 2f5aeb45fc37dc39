// Part of `npm run lint`: fails when a file or a function of lambda/ or cli/ is too long, or when a
// comment is too wide, because Biome wraps only code. Reads the files that git tracks.
import type { Source } from './import-cycles.ts';
import { functionsOf, LONG_FILE, LONG_FUNCTION, readFiles, readSources } from './sources.ts';

/** In characters. */
const WIDE_COMMENT = 100;
const COMMENT = /^ *(?:\/?\*|\/\/)(?! biome-ignore)/;

function longParts(source: Source): readonly string[] {
  const { path, lines } = source;
  const functions = functionsOf(source)
    .filter(({ length }) => length > LONG_FUNCTION)
    .map(({ name, length }) => `${name} has ${length} lines, more than ${LONG_FUNCTION}`);
  const file = lines.length > LONG_FILE ? [`${path} has ${lines.length} lines, more than ${LONG_FILE}`] : [];
  return [...file, ...functions];
}

function wideComments({ path, lines }: Source): readonly string[] {
  return lines.flatMap((line, index) =>
    COMMENT.test(line) && line.length > WIDE_COMMENT
      ? [`${path}:${index + 1}: the comment has ${line.length} columns, more than ${WIDE_COMMENT}`]
      : [],
  );
}

const found = [
  ...readSources(['lambda', 'cli']).flatMap(longParts),
  ...readFiles('*.ts', '*.mjs').flatMap(wideComments),
];
for (const problem of found) console.error(problem);
process.exitCode = found.length > 0 ? 1 : 0;
