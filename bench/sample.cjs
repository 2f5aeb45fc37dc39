// Usage: node sample.cjs BUNDLE EVENT. Imports the bundle, handles the event, and writes one sample
// to file descriptor 3. Plain CommonJS, so that the sample contains neither type stripping nor the
// loader of ES modules.
const { readFileSync, writeSync } = require('node:fs');
const context = require('./context.cjs');

const [bundle, event] = process.argv.slice(2);
const start = performance.now();
const { handler } = require(bundle);
const imported = performance.now();

handler(JSON.parse(event), context).then((result) => {
  const handled = performance.now();
  const { user, system } = process.cpuUsage();
  const sample = {
    importMs: imported - start,
    handlerMs: handled - imported,
    cpuMs: (user + system) / 1000,
    peakMb: peakBytes() / 2 ** 20,
    outcomes: result.outcomes.map(({ outcome }) => outcome),
    ledgerErrors: result.outcomes.filter(({ ledgerError }) => ledgerError !== undefined).length,
  };
  writeSync(3, JSON.stringify(sample));
  // Keep-alive connections would keep the process running. Lambda freezes it here.
  process.exit();
});

/**
 * VmHWM is the peak of this program alone. resourceUsage().maxRSS includes memory of the parent at
 * the fork.
 */
function peakBytes() {
  if (process.platform !== 'linux') return process.memoryUsage.rss();
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
