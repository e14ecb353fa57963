// @ts-check
import { existsSync } from 'node:fs';

const packages = {
  java: {
    apt: 'openjdk-17-jdk-headless',
    dnf: 'java-17-openjdk-headless',
    pacman: 'jdk17-openjdk',
    brew: 'openjdk@17',
  },
  maven: { apt: 'maven', dnf: 'maven', pacman: 'maven', brew: 'maven' },
  npm: { apt: 'npm', dnf: 'npm', pacman: 'npm', brew: 'node' },
  python: { apt: 'python3 python3-venv', dnf: 'python3', pacman: 'python', brew: 'python@3.13' },
  venv: { apt: 'python3-venv', dnf: 'python3', pacman: 'python', brew: 'python@3.13' },
};

const commands = { apt: 'sudo apt install', dnf: 'sudo dnf install', pacman: 'sudo pacman -S', brew: 'brew install' };

/**
 * How to get a missing thing on this machine, as a sentence.
 *
 * @param {keyof typeof packages} thing
 * @param {keyof typeof commands} [manager]
 */
export function howToGet(thing, manager = packageManager()) {
  return `Get it with: ${commands[manager]} ${packages[thing][manager]}.`;
}

/** @returns {keyof typeof commands} */
function packageManager() {
  if (process.platform === 'darwin') return 'brew';
  if (existsSync('/usr/bin/dnf')) return 'dnf';
  return existsSync('/usr/bin/pacman') ? 'pacman' : 'apt';
}

/** What the user reads on Windows itself. */
export const windowsText =
  'Caudal does not run on bare Windows: its servers need Linux or macOS. Use WSL2: in PowerShell run "wsl --install", then clone and start Caudal inside it.';
