/**
 * The names of protocol versions, oldest first.
 * @module
 */
/** Every fork, oldest first. */
export const FORK_NAMES = [
  'frontier',
  'homestead',
  'tangerineWhistle',
  'spuriousDragon',
  'byzantium',
  'constantinople',
  'petersburg',
  'istanbul',
  'berlin',
  'london',
  'paris',
  'shanghai',
  'cancun',
  'prague',
  'osaka',
] as const

/** One of them, spelled in camel case. */
export type ForkName = (typeof FORK_NAMES)[number]

/** The fork that everything here assumes when none is named. */
export const DEFAULT_FORK: ForkName = 'osaka'

/** Whether `name` is `other` or came after it. */
export function isAtLeast(name: ForkName, other: ForkName): boolean {
  return FORK_NAMES.indexOf(name) >= FORK_NAMES.indexOf(other)
}
