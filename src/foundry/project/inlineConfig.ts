/**
 * Settings in comments: `/// forge-config: default.fuzz.runs = 500` above a contract or one of its functions.
 * Source: https://getfoundry.sh/config/inline-test-config
 * @module
 */

/** Values by key, without the profile: `fuzz.runs`. */
export type InlineValues = Readonly<Record<string, string>>

/** What stands above a contract, and above each of its functions. */
export interface InlineConfig {
  readonly contract: InlineValues
  readonly functions: ReadonlyMap<string, InlineValues>
}

/** A comment, a string, a declaration, or what ends the place where a comment belongs to the next one. */
const TOKEN =
  /\/\/\/.*|\/\*\*[\s\S]*?\*\/|\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\b(?:contract|library|interface)\s+([\w$]+)|\bfunction\s+([\w$]+)|[;{}]/g

/** The settings of each contract in a text, for a profile; those of `default` hold for every profile. */
export function inlineConfigs(text: string, profile: string): ReadonlyMap<string, InlineConfig> {
  const contracts = new Map<string, { contract: InlineValues; functions: Map<string, InlineValues> }>()
  if (!text.includes('forge-config:')) return contracts
  let comments = ''
  let current: { contract: InlineValues; functions: Map<string, InlineValues> } | undefined
  for (const [token, contract, called] of text.matchAll(TOKEN)) {
    if (token.startsWith('///') || token.startsWith('/**')) {
      comments += `${token}\n`
      continue
    }
    if (token.startsWith('/') || token.startsWith('"') || token.startsWith("'")) continue
    const values = valuesIn(comments, profile)
    comments = ''
    if (contract !== undefined) {
      current = { contract: values, functions: new Map() }
      contracts.set(contract, current)
    } else if (called !== undefined && Object.keys(values).length > 0) current?.functions.set(called, values)
  }
  return contracts
}

function valuesIn(comments: string, profile: string): InlineValues {
  const of = (wanted: string) =>
    Array.from(comments.matchAll(/forge-config:\s*([\w-]+)\.([\w.-]+)\s*=\s*("[^"\n]*"|[^\s*]+)/g))
      .filter(([, name]) => name === wanted)
      .map(([, , key, value]): [string, string] => [key!.replaceAll('-', '_'), value!.replaceAll('"', '')])
  return Object.fromEntries([...of('default'), ...(profile === 'default' ? [] : of(profile))])
}
