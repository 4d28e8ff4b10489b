// Commands as a user types them: without what npm tells the scripts that it runs, in a language that tests know.
import { spawnSync } from 'node:child_process'

/** @returns {NodeJS.ProcessEnv} */
function userEnvironment() {
  const own = Object.entries(process.env).filter(([key]) => !/^(npm_|INIT_CWD$|NODE_ENV$|FORCE_COLOR$)/i.test(key))
  return { ...Object.fromEntries(own), LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' }
}

/** Status, stdout and stderr of a command that ran in `folder`. */
export function attempt(folder, command, ...args) {
  const env = userEnvironment()
  const result = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (result.error) throw result.error
  return result
}

/** Standard output of a command that must succeed. */
export function succeed(folder, command, ...args) {
  const { status, stdout, stderr } = attempt(folder, command, ...args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}.\n${stdout}${stderr}`)
  return stdout
}
