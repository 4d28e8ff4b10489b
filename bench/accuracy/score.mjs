// One map beside what is true at its moment.

/** @typedef {import('memlane/solidity').MemoryMap} MemoryMap */
/** @typedef {import('memlane/solidity').MapObject} MapObject */
/** @typedef {import('./truth.mjs').Truth} Truth */
/** @typedef {import('./truth.mjs').TrueObject} TrueObject */
/** @typedef {'typeMissing' | 'typeFalse' | 'typeGuess' | 'nameMissing' | 'nameFalse' | 'placeMissing' | 'placeFalse' | 'placeGuess' | 'inside'} Miss */
/** @typedef {{ kind: Miss, text: string }} Sentence */

export class Score {
  objects = 0
  typesRight = 0
  /** Types that are stated as facts and are not so. */
  typesFalse = 0
  typesGuessed = 0
  named = 0
  namesRight = 0
  /** Variables that the map says to lead to an object and that hold another address. */
  namesFalse = 0
  placed = 0
  placesRight = 0
  placesFalse = 0
  written = 0
  owned = 0
  maps = 0
  /** Of them those of the build without markers. */
  untouched = 0
  /** @type {Sentence[]} */
  misses = []

  /** @param {Score} other */
  addAll(other) {
    for (const key of COUNTS) this[key] += other[key]
  }

  /** @param {MemoryMap} map @param {Truth} truth @param {string} where */
  add(map, truth, where) {
    this.maps++
    const byOffset = new Map(map.objects.map((object) => [object.offset, object]))
    for (const expected of truth.objects.values()) {
      const found = byOffset.get(expected.address)
      /** @param {Miss} kind @param {string} isSaid @param {string} isTrue */
      const miss = (kind, isSaid, isTrue) =>
        this.misses.push({
          kind,
          text: `0x${expected.address.toString(16)}: ${isSaid}, true: ${isTrue} | ${[...expected.names][0] ?? ''} | ${where}`,
        })
      this.#type(expected, found, miss, map)
      this.#name(expected, found, miss, truth)
      this.#place(expected, found, miss)
      this.#inside(expected, map, truth, miss)
    }
  }

  /** @typedef {(kind: Miss, isSaid: string, isTrue: string) => void} Tell */

  /** @param {TrueObject} expected @param {MapObject | undefined} found @param {Tell} miss @param {MemoryMap} map */
  #type({ types, address }, found, miss, map) {
    this.objects++
    const isTrue = [...types].join(' or ')
    if (found?.type === undefined) {
      const around = [...map.objects, ...map.buffers].find(
        ({ offset, size }) => offset <= address && address < offset + size,
      )
      const what = around && ('use' in around ? `data: ${around.use}` : `${around.type ?? 'unknown'}`)
      miss('typeMissing', found ? 'unknown' : `in ${what ?? 'nothing'} from 0x${around?.offset.toString(16)}`, isTrue)
    } else if (types.has(found.type) || isBytes([found.type, ...types])) this.typesRight++
    else if (found.known === 'inferred') {
      this.typesGuessed++
      miss('typeGuess', found.type, isTrue)
    } else {
      this.typesFalse++
      miss('typeFalse', `${found.type} (${found.known})`, isTrue)
    }
  }

  /** @param {TrueObject} expected @param {MapObject | undefined} found @param {Tell} miss @param {Truth} truth */
  #name({ address, names, former }, found, miss, { variables, held, entering }) {
    const current = [found?.name, found?.path, ...(found?.aliases ?? [])].filter((name) => name !== undefined)
    const said = [...current, ...(found?.formerly ?? [])]
    const isTrue = [...names, ...[...former].map((name) => `formerly ${name}`)].join(' = ')
    if (names.size > 0) {
      this.named++
      if (said.some((name) => names.has(name))) this.namesRight++
      else miss('nameMissing', said.join(' = ') || 'no name', isTrue)
    }
    const isEntering = (/** @type {string} */ name) =>
      entering.some((seen) => seen.address === address && seen.marker.variable.name === name)
    const lies = current.filter(
      (name) =>
        variables.get(name) === true &&
        !names.has(name) &&
        (former.has(name) || !held.has(`${name}@${address}`)) &&
        !isEntering(name),
    )
    if (lies.length === 0) return
    this.namesFalse++
    miss('nameFalse', lies.join(' = '), isTrue)
  }

  /** @param {TrueObject} expected @param {MapObject | undefined} found @param {Tell} miss */
  #place({ places }, found, miss) {
    const [place] = places
    if (!place) return
    this.placed++
    const said = found?.allocatedBy
    const isTrue = places
      .map(({ file, first, last }) => `${file}:${first}${last === first ? '' : `-${last}`}`)
      .join(' or ')
    if (!said) miss('placeMissing', 'nowhere', isTrue)
    else if (places.some(({ file, first, last }) => file === said.file && first <= said.line && said.line <= last))
      this.placesRight++
    else {
      if (!found.isPlaceInferred) this.placesFalse++
      miss(found.isPlaceInferred ? 'placeGuess' : 'placeFalse', `${said.file}:${said.line}`, isTrue)
    }
  }

  /** Something else is said to begin in the middle of it. @param {TrueObject} expected @param {MemoryMap} map @param {Truth} truth @param {Tell} miss */
  #inside({ address, size = 0, types }, map, truth, miss) {
    const wrong = map.objects.find(
      ({ offset, known }) =>
        offset > address &&
        offset < address + size &&
        !truth.objects.has(offset) &&
        known !== 'unknown' &&
        known !== 'inferred',
    )
    if (wrong)
      miss(
        'inside',
        `${wrong.type} (${wrong.known}) at 0x${wrong.offset.toString(16)}`,
        `${[...types].join(' or ')} of ${size}`,
      )
  }
}

/** `string` and `bytes` have one layout, and casts turn one into the other where no variable tells. @param {readonly string[]} types */
function isBytes(types) {
  return types.every((type) => type === 'string' || type === 'bytes')
}

const COUNTS = /** @type {const} */ ([
  'objects',
  'typesRight',
  'typesFalse',
  'typesGuessed',
  'named',
  'namesRight',
  'namesFalse',
  'placed',
  'placesRight',
  'placesFalse',
  'written',
  'owned',
  'maps',
  'untouched',
])
