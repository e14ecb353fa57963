// @ts-check

/** The first Node that knows `import.meta.dirname`. */
const needed = { major: 20, minor: 11 };

/**
 * What the user reads when the Node that runs set-up is too old for it.
 *
 * @param {string} version such as `v20.10.0`
 * @returns {string | undefined} undefined when it is new enough
 */
export function nodeMissing(version) {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  if (major > needed.major || (major === needed.major && minor >= needed.minor)) return undefined;
  return `Node ${needed.major}.${needed.minor} or later is needed (this is ${version}). Get one from https://nodejs.org, or with your version manager: nvm install 24, fnm install 24, brew install node.`;
}
