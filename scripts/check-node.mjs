// Runs first in every npm script. Node.js itself strips the types of the sources, which older
// versions cannot do. For the same reason this file is plain JavaScript.
const required = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < required[0] || (major === required[0] && minor < required[1])) {
  process.stderr.write(
    `trailmend requires Node.js ${required.join('.')} or newer, and this is ${process.version}. On Linux (x64, arm64) "npm ci" without --omit=optional installs Node.js 24 in the project. Elsewhere install Node.js 24 yourself.\n`,
  );
  process.exit(2);
}
