// Runs all entries of a driver and maps the memory of every frame whose code the build knows.
import { createEvm, loadPrecompiles } from 'memlane/evm'
import { encodeCreation, mapMemory } from 'memlane/solidity'
import { MemoryAccesses, record } from 'memlane/trace'

/**
 * OpenZeppelin's timelock takes a time of zero for "not set"; without the optimizer, drivers become larger than a chain
 * takes.
 */
const CALL = { gas: 100_000_000n, timestamp: 1_800_000_000n, number: 20_000_000n, anyCodeSize: true }

/**
 * The frames of all runs of the contract `name`, in order: the same for all builds of a driver.
 * @param options of `mapMemory`, by contract, recording and frame
 * @param twin the build without the optimizer, where one is needed; it makes the same calls from the same state
 */
export async function mappedFrames(build, name, options, twin) {
  await loadPrecompiles()
  const run = runner(build, name)
  const runTwin = twin && runner(twin, name)
  const frames = []
  for (const [signature, input] of runsOf(build.contract(name))) {
    const recording = run(input)
    const twins = runTwin && { twin: { compilation: twin, run: runTwin(input) } }
    const accesses = new MemoryAccesses(recording)
    for (const frame of recording.frames) {
      const contract = build.contractOf(frame)
      const label = `${signature} frame ${frame.id}: ${contract?.name ?? 'unknown code'}, ${frame.kind}, ${frame.status}`
      if (contract === undefined) {
        frames.push({ label })
        continue
      }
      const map = mapMemory(contract, recording, frame.id, {
        ...(await options(contract, recording, frame.id)),
        ...twins,
      })
      frames.push({ label, contract: contract.name, map, bytes: ownedBytes(map, accesses, frame.id) })
    }
  }
  return frames
}

/** Deploys the driver; what comes back calls it and gives the recording. */
function runner(build, name) {
  const evm = createEvm()
  const to = deploy(evm, build, build.contract(name))
  return (input) => record(evm, { ...CALL, to, input }).recording
}

function runsOf(driver) {
  return [...driver.selectors]
    .filter(([signature]) => /^run\w*\(\)$/.test(signature))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Deploys a contract behind the libraries that it calls. */
function deploy(evm, build, contract) {
  const libraries = contract.creation.unlinked.map((needed) => {
    const library = build.contracts.find(({ file, name }) => `${file}:${name}` === needed)
    return [needed, deploy(evm, build, library)]
  })
  const result = evm.call({ ...CALL, input: encodeCreation(contract, [], new Map(libraries)) })
  if (result.created === undefined)
    throw new Error(`${contract.name} cannot be deployed: ${result.status} ${result.halt}.`)
  return result.created
}

/** How many of the bytes that the frame wrote, up to the moment of the map, the map gives an owner. */
function ownedBytes({ size, step, reserved, objects, buffers }, accesses, frame) {
  const written = new Uint8Array(size)
  for (const access of accesses.from(0, { frame, kind: 'write' })) {
    if (step !== undefined && access.step >= step) break
    written.fill(1, access.offset, Math.min(size, access.offset + access.length))
  }
  const owned = new Uint8Array(size)
  for (const { offset, size: bytes } of [
    ...reserved,
    ...objects.filter(({ known }) => known !== 'unknown'),
    ...buffers,
  ])
    owned.fill(1, offset, Math.min(size, offset + bytes))
  const count = { written: 0, owned: 0 }
  for (let at = 0; at < size; at++) {
    count.written += written[at]
    count.owned += written[at] & owned[at]
  }
  return count
}
