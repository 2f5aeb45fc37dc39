// Runs first in every npm script: the sources are TypeScript that Node itself strips, which old versions cannot do.
// Written in plain JavaScript for that reason.
const needed = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `trailmend needs Node.js ${needed.join('.')} or newer and this is ${process.version}: run "npm ci" without --ignore-scripts and --omit=optional (it brings Node.js 24), or install Node.js 24.\n`,
  );
  process.exit(2);
}
