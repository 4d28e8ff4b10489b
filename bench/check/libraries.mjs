// A driver for each library, written from its syntax tree: it calls every function of the library whose arguments can be made,
// with two sets of them, and uses what came back.
//
//   run007()  ── calls with two sets of arguments ──▶  x007(…)  ── Library.f(…), other objects around it ──▶ a hash of all
import { createRequire } from 'node:module'
import { CompileError } from 'memlane/solidity'
import { sourcesOf } from '../accuracy/build.mjs'
import { compileHere } from './compile.mjs'

/** @typedef {import('memlane/solidity').Compilation} Compilation */
/** @typedef {import('memlane/solidity').StandardJsonInput['sources']} Sources */
/** @typedef {(line: string) => void} Tell progress */
/** @typedef {{ name: string, typeDescriptions: { typeString: string }, storageLocation: string }} Parameter */
/** @typedef {{ nodeType: string, name: string, kind: string, contractKind: string, visibility: string, nodes: Node[], parameters: { parameters: Parameter[] }, returnParameters: { parameters: Parameter[] } }} Node */

/** Packages of bench/accuracy and of this folder, and libraries of theirs. */
// biome-ignore format: a list
export const LIBRARIES = [
  ...['Base58', 'Base64', 'CREATE3', 'DateTimeLib', 'DynamicArrayLib', 'DynamicBufferLib', 'ECDSA', 'EfficientHashLib', 'FixedPointMathLib',
    'JSONParserLib', 'LibBit', 'LibBytes', 'LibCall', 'LibClone', 'LibPRNG', 'LibRLP', 'LibSort', 'LibString', 'LibZip', 'MerkleProofLib',
    'MerkleTreeLib', 'MetadataReaderLib', 'MinHeapLib', 'P256', 'SafeTransferLib', 'SemVerLib', 'SignatureCheckerLib', 'SSTORE2',
    'WebAuthn'].map((name) => `solady/src/utils/${name}.sol`),
  ...['Bytes32AddressLib', 'CREATE3', 'FixedPointMathLib', 'LibString', 'MerkleProofLib', 'SSTORE2', 'SafeTransferLib']
    .map((name) => `solmate/src/utils/${name}.sol`),
  ...['Address', 'Arrays', 'Base58', 'Base64', 'Blockhash', 'Bytes', 'CAIP2', 'CAIP10', 'Create2', 'LowLevelCall', 'Memory', 'RLP', 'ShortStrings', 'SlotDerivation',
    'Strings', 'cryptography/ECDSA', 'cryptography/Hashes', 'cryptography/MerkleProof', 'cryptography/MessageHashUtils', 'cryptography/P256',
    'cryptography/RSA', 'cryptography/SignatureChecker', 'cryptography/TrieProof', 'introspection/ERC165Checker', 'math/Math', 'math/SignedMath',
    'structs/Accumulators', 'structs/Checkpoints', 'structs/EnumerableSet', 'structs/Heap', 'structs/MerkleTree'].map((name) => `@openzeppelin/contracts/utils/${name}.sol`),
  'solidity-bytes-utils/contracts/BytesLib.sol',
]

const TEXTS = ['a text that is longer than one word of memory, twice', 'ab,cd,ef']
const HELPERS = `
  function _words(uint256 n, uint256 first) internal pure returns (uint256[] memory list) { list = new uint256[](n); for (uint256 i; i < n; ++i) list[i] = first + (i * 5) % 7; }
  function _texts() internal pure returns (string[] memory list) { list = new string[](3); list[0] = "one"; list[2] = "a third that needs more than the one word which it has"; }
  function _used(bytes32 hash) internal pure returns (bytes32) { uint256[] memory list = new uint256[](3); list[1] = uint256(hash); return keccak256(abi.encodePacked(list, new bytes(5))); }`

/** @typedef {{ text: string, functions: number, called: number }} Written */

/** A driver without the functions at some lines of it. @param {string} path @param {readonly Node[]} nodes @param {ReadonlySet<string>} without @returns {Written | undefined} */
function driver(path, nodes, without) {
  const library = nodes.find(
    ({ nodeType, contractKind }) => nodeType === 'ContractDefinition' && contractKind === 'library',
  )
  if (!library) return undefined
  const lines = [
    `// SPDX-License-Identifier: MIT`,
    `pragma solidity ^0.8.26;`,
    `import "${path}";`,
    `contract Driver {${HELPERS}`,
  ]
  const functions = library.nodes.filter(
    ({ nodeType, visibility }) => nodeType === 'FunctionDefinition' && visibility !== 'private',
  )
  let called = 0
  for (const [index, { name, parameters, returnParameters }] of functions.entries()) {
    const id = `${String(index).padStart(3, '0')}_${name}`
    const made = parameters.parameters.map((parameter, place) => argument(parameter, place, `${id}_${place}`))
    if (without.has(id) || made.some((one) => one === undefined) || made.length > 5) continue
    const args = /** @type {Argument[]} */ (made)
    const results = returnParameters.parameters.map(({ typeDescriptions, storageLocation }) =>
      declared(typeDescriptions.typeString, storageLocation),
    )
    if (results.some((type) => type === undefined || type.includes(' storage') || type.includes(' calldata'))) continue
    const given = args.filter(({ isPassed }) => isPassed)
    const taken = args.map((one, place) => (one.isPassed ? `a${place}` : one.local ? `l${place}` : (one.state ?? '')))
    const back = results.map((_, place) => `r${place}`)
    const all = [
      ...back,
      ...args.flatMap((one, place) => (one.isPassed ? [`a${place}`] : one.local ? [`l${place}`] : [])),
    ]
    const heads = args.map((one, place) => (one.isPassed ? `${one.type} a${place}` : '')).filter((text) => text !== '')
    const locals = args.map((one, place) => (one.local ? `${one.local} l${place}; ` : '')).join('')
    const assigned =
      back.length === 0
        ? ''
        : back.length === 1
          ? `${results[0]} r0 = `
          : `(${results.map((type, place) => `${type} r${place}`).join(', ')}) = `
    const states = args.map((one) => (one.stateType ? `${one.stateType} ${one.state}; ` : '')).join('')
    const body = `${locals}bytes memory before = abi.encodePacked(uint8(7)); ${assigned}${library.name}.${name}(${taken.join(', ')}); h = keccak256(abi.encode(${['before', ...all].join(', ')})); h = _used(h); h = keccak256(abi.encode(${['h', 'before', ...all].join(', ')}));`
    lines.push(`  ${states}function x${id}(${heads.join(', ')}) external returns (bytes32 h) { ${body} }`)
    const calls = [0, 1].map(
      (set) =>
        `(ok, d) = address(this).call(abi.encodeCall(this.x${id}, (${given.map(({ values }) => values[set]).join(', ')}))); h = keccak256(abi.encode(h, ok, d));`,
    )
    lines.push(`  function run${id}() external returns (bytes32 h) { bool ok; bytes memory d; ${calls.join(' ')} }`)
    called++
  }
  return { text: `${lines.join('\n')}\n}\n`, functions: functions.length, called }
}

/** @typedef {{ isPassed: boolean, type: string, values: readonly string[], local?: string, state?: string, stateType?: string }} Argument */

/** @param {Parameter} parameter @param {number} place @param {string} id @returns {Argument | undefined} */
function argument({ typeDescriptions: { typeString }, storageLocation }, place, id) {
  const struct = /^struct ([\w.]+)/.exec(typeString)?.[1]
  if (struct !== undefined && !typeString.includes('[')) {
    if (storageLocation === 'storage')
      return { isPassed: false, type: '', values: [], state: `s${id}`, stateType: struct }
    return storageLocation === 'memory'
      ? { isPassed: false, type: '', values: [], local: `${struct} memory` }
      : undefined
  }
  if (storageLocation === 'storage') return undefined
  const values = [0, 1].map((set) => value(typeString, place, set))
  const type = declared(typeString, storageLocation)
  if (type === undefined || values.some((one) => one === undefined)) return undefined
  return { isPassed: true, type, values: /** @type {string[]} */ (values) }
}

/** A type as a declaration has it. @param {string} typeString @param {string} location */
function declared(typeString, location) {
  const bare = typeString.replace(/ payable$/, ' payable').replace(/^(struct|enum|contract) /, '')
  if (/mapping|function|tuple/.test(typeString) || (/^(struct|contract)/.test(typeString) && location === 'default'))
    return undefined
  return location === 'default' ? bare : `${bare} ${location}`
}

/** An expression of a type. @param {string} type @param {number} place @param {number} set @returns {string | undefined} */
function value(type, place, set) {
  // No larger than what is given is long: libraries check no index.
  const number = 1 + place + 2 * set
  if (/^u?int\d+$/.test(type)) return `${type}(${number})`
  if (type === 'bool') return String((place + set) % 2 === 0)
  if (type === 'address' || type === 'address payable')
    return set === 0 ? 'payable(address(this))' : `payable(address(uint160(${number})))`
  const fixed = /^bytes(\d+)$/.exec(type)
  if (fixed) return `bytes${fixed[1]}(bytes32(hex"056162636465"))`
  if (type === 'string') return `"${TEXTS[(set + place) % 2]}"`
  if (type === 'bytes') return `bytes("${TEXTS[(set + place) % 2]}")`
  const elements = /^(u?int\d+|bytes32|address)\[\]$/.exec(type)
  if (elements) return `abi.decode(abi.encode(_words(${set === 0 ? 5 : 12}, ${place + 1})), (${type}))`
  if (/^(string|bytes)\[\]$/.test(type)) return `abi.decode(abi.encode(_texts()), (${type}))`
  return undefined
}

const solc = createRequire(createRequire(import.meta.url).resolve('memlane/package.json'))('solc')

/** Syntax trees of all files that a file needs. @param {Sources} sources @returns {Record<string, { ast: Node }>} */
export function parsed(sources) {
  const settings = { outputSelection: { '*': { '': ['ast'] } } }
  return JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings }))).sources
}

/** @typedef {{ path: string, driver: Written, sources: Sources, build: Compilation }} Library */

/**
 * A library with its driver, in a mode. Functions that do not compile so, by stacks that are too deep or overloads that fit
 * twice, are left out.
 * @param {string} path @param {string} mode @param {Tell} tell @param {Set<string>} without
 * @returns {Promise<Library | undefined>}
 */
export async function library(path, mode, tell, without = new Set()) {
  const found = sourcesOf(path, undefined, true)
  const nodes = parsed(found)[path]?.ast.nodes ?? []
  for (let attempt = 0; attempt < 12; attempt++) {
    const written = driver(path, nodes, without)
    if (written === undefined || written.called === 0) return undefined
    const sources = { ...found, 'Driver.sol': { content: written.text } }
    try {
      return { path, driver: written, sources, build: await compileHere(sources, path, mode, tell, undefined, 'osaka') }
    } catch (error) {
      const failed = error instanceof CompileError ? failedFunctions(error, written.text) : []
      if (failed.length === 0) throw error
      for (const id of failed) without.add(id)
    }
  }
  return undefined
}

/** A driver of one function alone. @param {Sources} sources @param {string} id @param {ReadonlySet<string>} without @returns {Sources} */
export function driverOf(sources, id, without) {
  const whole = sources['Driver.sol']?.content ?? ''
  const lines = whole.split('\n').filter((line) => {
    const own = /function (?:x|run)(\d+_\w+)\(/.exec(line)?.[1]
    return own === undefined || (own === id && !without.has(own))
  })
  return { ...sources, 'Driver.sol': { content: lines.join('\n') } }
}

/** Functions of a driver that an error names. @param {CompileError} error @param {string} text */
function failedFunctions({ diagnostics }, text) {
  const lines = text.split('\n')
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ position, message }) => {
      const line = position?.file === 'Driver.sol' ? lines[position.line - 1] : undefined
      const id = /function (?:x|run)(\d+_\w+)\(/.exec(line ?? '')?.[1] ?? /fun_x(\d+_\w+?)_\d+/.exec(message)?.[1]
      return id === undefined ? [] : [id]
    })
}
