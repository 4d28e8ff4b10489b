// Makes the projects of this folder anew: what Foundry and Hardhat leave behind when they compile `contracts/`, file by
// file as forge 1.7.1, Hardhat 2.26 and Hardhat 3.0 write it, but compiled by the bundled solc.
//
//   node test/projects/make.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const solc = createRequire(import.meta.url)('solc')
const here = dirname(fileURLToPath(import.meta.url))
const longVersion = solc.version().replace(/\.Emscripten.*/, '')
const version = longVersion.replace(/\+.*/, '')
const texts = ['Ledger.sol', 'Labels.sol'].map((name) => [name, readFileSync(join(here, 'contracts', name), 'utf8')])

function write(path, content) {
  mkdirSync(dirname(join(here, path)), { recursive: true })
  writeFileSync(join(here, path), typeof content === 'string' ? content : `${JSON.stringify(content)}\n`)
}

function compile(folder, settings, selection) {
  const sources = Object.fromEntries(texts.map(([name, content]) => [`${folder}/${name}`, { content }]))
  const input = { language: 'Solidity', sources, settings: { ...settings, outputSelection: selection } }
  const output = JSON.parse(solc.compile(JSON.stringify(input)))
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return { input, output }
}

const FOUNDRY = {
  '*': {
    '': ['ast'],
    '*': [
      'abi',
      'evm.bytecode.object',
      'evm.bytecode.sourceMap',
      'evm.bytecode.linkReferences',
      'evm.deployedBytecode.object',
      'evm.deployedBytecode.sourceMap',
      'evm.deployedBytecode.linkReferences',
      'evm.deployedBytecode.immutableReferences',
      'evm.methodIdentifiers',
      'metadata',
    ],
  },
}
const HARDHAT = {
  '*': {
    '*': ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'evm.methodIdentifiers', 'metadata'],
    '': ['ast'],
  },
}

for (const name of ['foundry', 'foundry-build-info', 'hardhat2', 'hardhat3'])
  rmSync(join(here, name), { recursive: true, force: true })

// ── Foundry: a file for each contract, and the sources where they are ──────────────────────────────────────────────────

const foundrySettings = {
  remappings: [],
  optimizer: { enabled: false, runs: 200 },
  metadata: { bytecodeHash: 'ipfs' },
  evmVersion: 'osaka',
  libraries: {},
}
const foundry = compile('src', foundrySettings, FOUNDRY)

function foundryArtifacts(project) {
  for (const [file, contracts] of Object.entries(foundry.output.contracts))
    for (const [name, { abi, evm, metadata }] of Object.entries(contracts)) {
      const code = ({ object, ...others }) => ({ object: `0x${object}`, ...others })
      write(`${project}/out/${file.slice(4)}/${name}.json`, {
        abi,
        bytecode: code(evm.bytecode),
        deployedBytecode: code(evm.deployedBytecode),
        methodIdentifiers: evm.methodIdentifiers,
        rawMetadata: metadata,
        metadata: JSON.parse(metadata),
        id: foundry.output.sources[file].id,
      })
    }
}

const ids = Object.fromEntries(Object.entries(foundry.output.sources).map(([file, { id }]) => [id, file]))
foundryArtifacts('foundry')
for (const [name, content] of texts) write(`foundry/src/${name}`, content)
write('foundry/foundry.toml', '[profile.default]\nsrc = "src"\nout = "out"\n')
write('foundry/out/build-info/0a60f34f5be7ab99.json', {
  id: '0a60f34f5be7ab99',
  source_id_to_path: ids,
  language: 'Solidity',
})

// With `build_info = true`: everything in one file, and no sources beside it.
foundryArtifacts('foundry-build-info')
write('foundry-build-info/out/build-info/1b71045c6ef8bcaa.json', {
  id: '1b71045c6ef8bcaa',
  source_id_to_path: ids,
  language: 'Solidity',
  _format: 'ethers-rs-sol-build-info-1',
  input: { version, ...foundry.input },
  output: foundry.output,
  solcLongVersion: version,
  solcVersion: version,
})

// ── Hardhat: a file for each contract that leads to the build ──────────────────────────────────────────────────────────

const hardhat = compile('contracts', { optimizer: { enabled: true, runs: 200 }, evmVersion: 'osaka' }, HARDHAT)
const build = { id: 'd4e5f60718293a4b5c6d7e8f90a1b2c3', solcVersion: version, solcLongVersion: longVersion }
write(`hardhat2/artifacts/build-info/${build.id}.json`, { ...build, _format: 'hh-sol-build-info-1', ...hardhat })
const build3 = `solc-${version.replaceAll('.', '_')}-${build.id}`
write(`hardhat3/artifacts/build-info/${build3}.json`, {
  _format: 'hh3-sol-build-info-1',
  id: build3,
  solcVersion: version,
  solcLongVersion: longVersion,
  userSourceNameMap: Object.fromEntries(Object.keys(hardhat.input.sources).map((file) => [file, `project/${file}`])),
  input: {
    ...hardhat.input,
    sources: Object.fromEntries(
      Object.entries(hardhat.input.sources).map(([file, source]) => [`project/${file}`, source]),
    ),
  },
})
const renamed = (byFile) =>
  Object.fromEntries(Object.entries(byFile).map(([file, value]) => [`project/${file}`, value]))
write(`hardhat3/artifacts/build-info/${build3}.output.json`, {
  _format: 'hh3-sol-build-info-output-1',
  id: build3,
  output: {
    ...hardhat.output,
    sources: renamed(hardhat.output.sources),
    contracts: renamed(hardhat.output.contracts),
  },
})
for (const [file, contracts] of Object.entries(hardhat.output.contracts))
  for (const [name, { abi, evm }] of Object.entries(contracts)) {
    const artifact = {
      contractName: name,
      sourceName: file,
      abi,
      bytecode: `0x${evm.bytecode.object}`,
      deployedBytecode: `0x${evm.deployedBytecode.object}`,
      linkReferences: {},
      deployedLinkReferences: {},
    }
    write(`hardhat2/artifacts/${file}/${name}.json`, { _format: 'hh-sol-artifact-1', ...artifact })
    write(`hardhat2/artifacts/${file}/${name}.dbg.json`, {
      _format: 'hh-sol-dbg-1',
      buildInfo: `../../build-info/${build.id}.json`,
    })
    write(`hardhat3/artifacts/${file}/${name}.json`, {
      _format: 'hh3-artifact-1',
      ...artifact,
      immutableReferences: evm.deployedBytecode.immutableReferences,
      inputSourceName: `project/${file}`,
      buildInfoId: build3,
    })
  }

// ── solc alone ─────────────────────────────────────────────────────────────────────────────────────────────────────────

write('standard/input.json', foundry.input)
write('standard/output.json', foundry.output)
