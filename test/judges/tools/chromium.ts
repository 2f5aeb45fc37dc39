import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** Of Debian's package. A browser that npm downloads would not come from a registry. */
const CHROMIUM = '/usr/bin/chromium';
const run = promisify(execFile);

/** Starts Debian's Chromium without a window. Where it is missing, root installs it first. */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) await install();
  // Chromium has no sandbox for root.
  return chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: process.getuid?.() !== 0 });
}

async function install(): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 * 1024 * 1024 };
  try {
    await run('apt-get', ['update'], options);
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], options);
  } catch (error) {
    throw new Error('Install the Debian package chromium: apt-get update && apt-get install chromium', {
      cause: error,
    });
  }
}
