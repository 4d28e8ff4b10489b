/**
 * Gives objects names as a programmer would write them: `info`, `x[4]`, `n.pts[1]`.
 *
 * Names start at variables and go along the members that hold an object. A variable of an outer call comes
 * before one of an inner call, a variable before a path, and what still holds before what once held.
 * @module
 */
import type { HeapObject } from './heap.ts'
import { rankedHolders, type TypedObject } from './typing.ts'

export interface ObjectNames {
  /** The variable that held the object to the end of its life. */
  readonly name: string | undefined
  /** The best way to the object: a variable, or a variable and members. */
  readonly path: string | undefined
  /** Other ways to it. */
  readonly aliases: readonly string[]
  /** Ways that led to it before something else was assigned. */
  readonly formerly: readonly string[]
}

/** A list of 10,000 linked nodes has paths that nobody reads and that would fill memory. */
const MAX_PATH_LENGTH = 200
const MAX_ALIASES = 8

interface Root {
  readonly object: HeapObject
  readonly name: string
  readonly depth: number
  readonly step: number
  readonly isCurrent: boolean
}

export function nameObjects(typed: ReadonlyMap<HeapObject, TypedObject>): ReadonlyMap<HeapObject, ObjectNames> {
  const paths = new Map<HeapObject, string[]>()
  const formerly = new Map<HeapObject, string[]>()
  const roots = rootsOf(typed)
  for (const group of byDepth(roots.filter(({ isCurrent }) => isCurrent))) spread(group, typed, paths)
  for (const { object, name } of roots.filter(({ isCurrent }) => !isCurrent)) note(formerly, object, name)
  for (const { object, references } of typed.values()) {
    const [path] = paths.get(object) ?? []
    if (path === undefined) continue
    for (const { path: member, target, isCurrent } of references) {
      if (!isCurrent) note(formerly, target, path + member)
    }
  }
  return new Map([...typed.keys()].map((object) => [object, namesOf(object, paths, formerly)]))
}

function namesOf(
  object: HeapObject,
  paths: ReadonlyMap<HeapObject, readonly string[]>,
  formerly: ReadonlyMap<HeapObject, readonly string[]>,
): ObjectNames {
  const [path, ...aliases] = paths.get(object) ?? []
  const holder = rankedHolders(object).find(({ declaration, holds }) => declaration.name !== '' && holds > 0)
  const names = new Set([path, ...aliases])
  const earlier = (formerly.get(object) ?? []).filter((name) => !names.has(name))
  return { name: holder?.declaration.name, path, aliases, formerly: earlier }
}

function rootsOf(typed: ReadonlyMap<HeapObject, TypedObject>): Root[] {
  const roots = [...typed.keys()].flatMap((object) =>
    rankedHolders(object)
      .filter(({ declaration }) => declaration.name !== '')
      .map(({ declaration, depth, step, holds }) => ({
        object,
        name: declaration.name,
        depth,
        step,
        isCurrent: holds > 0,
      })),
  )
  return roots.sort((a, b) => a.depth - b.depth || a.step - b.step)
}

/** Splits roots, sorted by depth, where the depth changes. */
function byDepth(roots: readonly Root[]): Root[][] {
  const groups: Root[][] = []
  for (const root of roots) {
    const group = groups.at(-1)
    if (group?.[0]?.depth === root.depth) group.push(root)
    else groups.push([root])
  }
  return groups
}

/** Breadth first from the variables of one depth, so that shorter paths come first. */
function spread(
  roots: readonly Root[],
  typed: ReadonlyMap<HeapObject, TypedObject>,
  paths: Map<HeapObject, string[]>,
): void {
  const open: HeapObject[] = []
  const visit = (object: HeapObject, path: string) => {
    const isNew = !paths.has(object)
    note(paths, object, path)
    if (isNew) open.push(object)
  }
  for (const { object, name } of roots) visit(object, name)
  // The list grows while it is walked.
  for (const object of open) {
    const [path] = paths.get(object) ?? []
    for (const { path: member, target, isCurrent } of typed.get(object)?.references ?? []) {
      if (path !== undefined && isCurrent) visit(target, path + member)
    }
  }
}

function note(names: Map<HeapObject, string[]>, object: HeapObject, name: string): void {
  if (name.length > MAX_PATH_LENGTH) return
  const known = names.get(object)
  if (!known) names.set(object, [name])
  else if (known.length <= MAX_ALIASES && !known.includes(name)) known.push(name)
}
