/**
 * Remappings: which folder an import path means. `prefix=folder`, with `context:` in front for imports of some files only.
 *
 *   @oz/=lib/oz/contracts/        import "@oz/Token.sol"   ─▶  lib/oz/contracts/Token.sol
 *
 * Paths are texts with `/`, from the project's folder.
 * Source: https://docs.soliditylang.org/en/v0.8.37/path-resolution.html#import-remapping
 * @module
 */

export interface Remapping {
  /** Imports of files whose name begins so only; empty for all. */
  readonly context: string
  readonly prefix: string
  readonly target: string
}

/** `undefined` for a text that is none. */
export function parseRemapping(text: string): Remapping | undefined {
  const [, context = '', prefix = '', target = ''] = /^(?:([^:=]*):)?([^=]+)=(.*)$/.exec(text.trim()) ?? []
  return prefix === '' ? undefined : { context, prefix, target }
}

/** As solc takes it. */
export function remappingText({ context, prefix, target }: Remapping): string {
  return `${context === '' ? '' : `${context}:`}${prefix}=${target}`
}

/** The file that an import path means, if a remapping applies to it: of the longest context and prefix. */
export function remapped(path: string, from: string, remappings: readonly Remapping[]): string | undefined {
  let best: Remapping | undefined
  for (const remapping of remappings) {
    const { context, prefix } = remapping
    if (!path.startsWith(prefix) || !from.startsWith(context)) continue
    if (
      best === undefined ||
      context.length > best.context.length ||
      (context.length === best.context.length && prefix.length > best.prefix.length)
    )
      best = remapping
  }
  return best && best.target + path.slice(best.prefix.length)
}

/** Of those with the same context and prefix the first; solc would take the last. */
export function withoutOverridden(remappings: readonly Remapping[]): Remapping[] {
  const kept = new Map<string, Remapping>()
  for (const remapping of remappings) {
    const key = `${remapping.context}:${remapping.prefix}`
    if (!kept.has(key)) kept.set(key, remapping)
  }
  return [...kept.values()]
}
