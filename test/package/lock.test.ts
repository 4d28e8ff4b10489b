/**
 * The lock file must name the packages of every platform, also those that cannot be fetched here: `npm ci` refuses a
 * lock file that lacks one, and npm drops them when the registry it asks does not have them.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Package {
  readonly version: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

for (const lock of ['package-lock.json', 'bench/package-lock.json'])
  it(`${lock} names every optional package`, () => {
    const { packages }: { packages: Readonly<Record<string, Package>> } = JSON.parse(readFileSync(lock, 'utf8'))
    const absent = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    )
    expect(Object.keys(packages).length).toBeGreaterThan(10)
    expect(absent).toEqual([])
  })
