/**
 * Gives objects names as a programmer would write them: `info`, `x[4]`, `n.pts[1]`.
 *
 * Names start at variables and go along the members that hold an object. A variable of an outer call comes
 * before one of an inner call, a variable before a path, and what still holds before what once held.
 * @module
 */
import type { AstNode } from './ast.ts'
import type { HeapObject, Holder } from './heap.ts'
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
  /** The declaration of the variable at which `path` starts. */
  readonly root: AstNode | undefined
}

/** A list of 10,000 linked nodes has paths that nobody reads and that would fill memory. */
const MAX_PATH_LENGTH = 200
const MAX_PATHS = 9

export function nameObjects(typed: ReadonlyMap<HeapObject, TypedObject>): ReadonlyMap<HeapObject, ObjectNames> {
  return new Naming(typed).run()
}

/** A named variable and the object that it held. */
interface Root {
  readonly object: HeapObject
  readonly holder: Holder
}

interface Ways {
  /** The best first. */
  readonly paths: string[]
  readonly formerly: string[]
  root: AstNode | undefined
}

class Naming {
  readonly #typed: ReadonlyMap<HeapObject, TypedObject>
  readonly #ways = new Map<HeapObject, Ways>()

  constructor(typed: ReadonlyMap<HeapObject, TypedObject>) {
    this.#typed = typed
    for (const object of typed.keys()) this.#ways.set(object, { paths: [], formerly: [], root: undefined })
  }

  run(): ReadonlyMap<HeapObject, ObjectNames> {
    const roots = [...this.#typed.values()]
      .flatMap(({ object, holders }) => holders.map((holder) => ({ object, holder })))
      .filter(({ holder }) => holder.declaration.name !== '')
      .sort(({ holder: a }, { holder: b }) => a.depth - b.depth || a.step - b.step)
    const current = roots.filter(({ holder }) => holder.holds > 0)
    for (const group of byDepth(current)) this.#spread(group)
    for (const { object, holder } of roots) {
      if (holder.holds === 0) note(this.#ways.get(object)?.formerly, holder.declaration.name)
    }
    for (const { object, references } of this.#typed.values()) {
      const path = this.#ways.get(object)?.paths[0]
      if (path === undefined) continue
      for (const { path: member, target, isCurrent } of references) {
        if (!isCurrent) note(this.#ways.get(target)?.formerly, path + member)
      }
    }
    return new Map(
      [...this.#ways].map(([object, ways]) => [object, namesOf(this.#typed.get(object)?.holders ?? [], ways)]),
    )
  }

  /** Breadth first from the variables of one depth, so that shorter paths come first. */
  #spread(roots: readonly Root[]): void {
    const open: HeapObject[] = []
    const visit = (object: HeapObject, path: string, root: AstNode | undefined): void => {
      const ways = this.#ways.get(object)
      if (!ways) return
      if (ways.paths.length === 0) open.push(object)
      ways.root ??= root
      note(ways.paths, path)
    }
    for (const { object, holder } of roots) visit(object, holder.declaration.name, holder.declaration)
    // The list grows while it is walked.
    for (const object of open) {
      const { paths, root } = this.#ways.get(object)!
      for (const { path, target, isCurrent } of this.#typed.get(object)?.references ?? []) {
        if (isCurrent && paths[0] !== undefined) visit(target, paths[0] + path, root)
      }
    }
  }
}

/** Splits roots, sorted by depth, where the depth changes. */
function byDepth(roots: readonly Root[]): Root[][] {
  const groups: Root[][] = []
  for (const root of roots) {
    const group = groups.at(-1)
    if (group?.[0]?.holder.depth === root.holder.depth) group.push(root)
    else groups.push([root])
  }
  return groups
}

function note(names: string[] | undefined, name: string): void {
  if (names && name.length <= MAX_PATH_LENGTH && names.length < MAX_PATHS && !names.includes(name)) names.push(name)
}

function namesOf(holders: readonly Holder[], { paths, formerly, root }: Ways): ObjectNames {
  const [path, ...aliases] = paths
  const holder = rankedHolders(holders).find(({ declaration, holds }) => declaration.name !== '' && holds > 0)
  const name = holder?.declaration.name
  return { name, path, aliases, formerly: formerly.filter((former) => !paths.includes(former)), root }
}
