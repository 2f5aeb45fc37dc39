// Part of `npm run lint`: fails when a source or the prose of a document contains a word that the
// project does not use. Reads the files that git tracks.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The words, and what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  unheard: 'trailmend does not receive the event',
  owed: 'pending',
  learnt: 'learned, saved or read',
  somebody: 'a person, or the role of that person',
  anew: 'again',
  'is none': 'does not exist, or is not one',
  'of ours': "trailmend's own",
  whoever: 'the person who',
  'stands there': 'exists, or is listed',
  told: 'notified, reported or configured',
  whole: 'healthy, complete or all',
};
/**
 * Their code has the attribute names of the ledger, which are a contract, Python, or these words.
 */
const COMMENTS_ONLY =
  /^(?:(?:test\/)?lambda\/aws\/ledger\/|demo\/attack\/|(?:test\/fuzz\/responses|local\/emulator\/python|scripts\/check-words)\.ts$)/;
const WORDS = new RegExp(
  `(?<![\\w-])(?:${Object.keys(INSTEAD).join('|').replaceAll(' ', ' *\\n? *')})(?![\\w-]| number)`,
  'gi',
);

/** The comments of a source, on their lines. A comment starts its line or follows code. */
function commentsIn(source: string): string {
  return source.replace(/^.*$/gm, (line) => /(?:^\s*(?:\/\*\*?|\*|\/\/)|\s\/\/ )(.*)$/.exec(line)?.[1]?.trim() ?? '');
}

/** A source without the marks of comments, so that two words on two lines are found. */
function codeIn(source: string): string {
  return source.replace(/^ *(?:\/\*\*?|\*|\/\/) ?/gm, '');
}

/** A document without code blocks, code spans and the targets of links, on the same lines. */
function proseIn(document: string): string {
  return document.replace(/^ *```[\s\S]*?^ *```|`[^`\n]*(?:\n[^`\n]+)*`|\]\([^)]*\)/gm, (code) =>
    code.replace(/[^\n]+/g, ' . '),
  );
}

const paths = execFileSync('git', ['ls-files', '--', '*.ts', '*.mjs', '*.md'], { encoding: 'utf8' }).split('\n');
const findings = paths.filter(existsSync).flatMap((path) => {
  const content = readFileSync(path, 'utf8');
  const read = path.endsWith('.md') ? proseIn : COMMENTS_ONLY.test(path) ? commentsIn : codeIn;
  const text = read(content);
  return [...text.matchAll(WORDS)].map(({ 0: found, index }) => {
    const word = found.toLowerCase().split(/\s+/).join(' ');
    return { path, line: text.slice(0, index).split('\n').length, word };
  });
});

for (const { path, line, word } of findings) console.error(`${path}:${line}: "${word}": say ${INSTEAD[word]}`);
const counts = Map.groupBy(findings, ({ path }) => (path.includes('/') ? path.split('/')[0] : '.'));
for (const [folder, found] of counts) console.error(`${folder}: ${found.length}`);
process.exitCode = findings.length > 0 ? 1 : 0;
