import { sha256 } from '@noble/hashes/sha2.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesToHex, hexToBytes } from '../../base/hex.ts'
import { loadPrecompiles } from './load.ts'
import { precompiles } from './table.ts'

beforeAll(() => loadPrecompiles())

/** Of Osaka. Input parts are hex without 0x. */
function run(address: bigint, ...parts: readonly string[]): string | undefined {
  const output = precompiles('osaka')
    .get(address)!
    .run(hexToBytes(`0x${parts.join('')}`))
  return output && bytesToHex(output).slice(2)
}
const word = (value: bigint | number) => value.toString(16).padStart(64, '0')
const wide = (hex: string) => hex.padStart(128, '0')
const TRUE = word(1)
const FALSE = word(0)

describe('ecrecover', () => {
  const HASH = '456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3'
  const R = '9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608'
  const S = '4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada'
  const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const SIGNER = '0000000000000000000000007156526fbd7a3c72969b54f64e42c10fbb768c8a'

  // The example of evm.codes.
  it('finds the signer', () => {
    expect(run(1n, HASH, word(28), R, S)).toBe(SIGNER)
  })

  it('finds the signer of the other half’s signature with the other parity', () => {
    expect(run(1n, HASH, word(27), R, word(N - BigInt(`0x${S}`)))).toBe(SIGNER)
  })

  it('ignores what follows, and reads zeros behind the end', () => {
    expect(run(1n, HASH, word(28), R, S, 'ff')).toBe(SIGNER)
    expect(run(1n, HASH, word(28), R)).toBe('')
    expect(run(1n)).toBe('')
  })

  it.each([
    ['v 0', word(0), R, S],
    ['v 1', word(1), R, S],
    ['v 29', word(29), R, S],
    ['v with a high byte', `01${word(28).slice(2)}`, R, S],
    ['r 0', word(28), word(0), S],
    ['s 0', word(28), R, word(0)],
    ['r the order', word(28), word(N), S],
    ['s the order', word(28), R, word(N)],
    ['r of no point', word(28), word(5), S],
  ])('has no output for %s', (_, v, r, s) => {
    expect(run(1n, HASH, v, r, s)).toBe('')
  })
})

describe('bn254', () => {
  const P = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n
  const N = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n
  const G1 = word(1) + word(2)
  const MINUS_G1 = word(1) + word(P - 2n)
  const INFINITY = word(0) + word(0)
  // EIP-197 gives the generator's coordinates in decimal, imaginary part first.
  const G2 = [
    11559732032986387107991004021392285783925812861821192530917403151452391805634n,
    10857046999023057135944570762232829481370756359578518086990519993285655852781n,
    4082367875863433681332203403145435568316851327593401208105741076214120093531n,
    8495653923123431417604973247489272438418190587263600148770280649306958101930n,
  ]
    .map(word)
    .join('')
  const TWICE =
    '030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3' +
    '15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4'

  it('adds and multiplies', () => {
    expect(run(6n, G1, G1)).toBe(TWICE)
    expect(run(7n, G1, word(2))).toBe(TWICE)
    expect(run(6n, G1, MINUS_G1)).toBe(INFINITY)
    expect(run(6n, G1)).toBe(G1)
    expect(run(6n)).toBe(INFINITY)
    expect(run(7n, G1)).toBe(INFINITY)
  })

  it('takes any word as a scalar', () => {
    expect(run(7n, G1, word(N))).toBe(INFINITY)
    expect(run(7n, G1, word(N + 2n))).toBe(TWICE)
    expect(run(7n, G1, 'ff'.repeat(32))).toBe(run(7n, G1, word(((1n << 256n) - 1n) % N)))
  })

  it('fails for a point off the curve and for a coordinate outside the field', () => {
    for (const point of [
      word(1) + word(1),
      word(1 + Number(0)) + word(P + 2n),
      word(P + 1n) + word(2),
      word(P) + word(0),
    ]) {
      expect(run(6n, point, G1)).toBeUndefined()
      expect(run(6n, G1, point)).toBeUndefined()
      expect(run(7n, point, word(1))).toBeUndefined()
      expect(run(8n, point, G2)).toBeUndefined()
    }
  })

  it('checks pairings', () => {
    expect(run(8n)).toBe(TRUE)
    expect(run(8n, G1, G2)).toBe(FALSE)
    expect(run(8n, G1, G2, MINUS_G1, G2)).toBe(TRUE)
    expect(run(8n, TWICE, G2, MINUS_G1, G2, MINUS_G1, G2)).toBe(TRUE)
    expect(run(8n, INFINITY, G2, G1, INFINITY, INFINITY)).toBe(TRUE)
  })

  it('pairs more points than are in memory at once', () => {
    expect(run(8n, `${G1}${G2}${MINUS_G1}${G2}`.repeat(40), G1, G2)).toBe(FALSE)
    expect(run(8n, `${G1}${G2}${MINUS_G1}${G2}`.repeat(40))).toBe(TRUE)
  })

  it('fails for half a pair and for a point outside the subgroup, infinity beside it or not', () => {
    expect(run(8n, G1, G2, '00')).toBeUndefined()
    // On the twist, with x = 1; the twist's cofactor is not 1.
    const outside = [
      0n,
      1n,
      15975588672102553735566230729081043132501226101599136527557730645158523614371n,
      3610091866386166428467545612961983990332663701371483510632385378352395651980n,
    ]
      .map(word)
      .join('')
    expect(run(8n, G1, outside)).toBeUndefined()
    expect(run(8n, INFINITY, outside)).toBeUndefined()
    expect(run(8n, G1, word(0), word(1), word(0), word(1))).toBeUndefined()
  })
})

describe('BLS12-381', () => {
  // EIP-2537, "curve parameters".
  const P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn
  const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n
  const field = (value: bigint) => wide(value.toString(16))
  const X = 0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn
  const Y = 0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n
  const G1 = field(X) + field(Y)
  const MINUS_G1 = field(X) + field(P - Y)
  const G2_X =
    wide('024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8') +
    wide('13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e')
  const G2_Y = [
    0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801n,
    0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79ben,
  ]
  const G2 = G2_X + G2_Y.map(field).join('')
  const MINUS_G2 = G2_X + G2_Y.map((y) => field(P - y)).join('')
  const INFINITY1 = '00'.repeat(128)
  const INFINITY2 = '00'.repeat(256)
  /** On the curve, since 2² = 0³ + 4, of order 3. */
  const OUTSIDE1 = field(0n) + field(2n)
  /** On the twist, with x = 2. */
  const OUTSIDE2 =
    field(2n) +
    field(0n) +
    wide('18c6b864ae17dc9da64203ffefb966306425a7bc6aeb7c75247438372716284a4173830420cd476ba1a365b95bfcec38') +
    wide('172e93db764a8400a7d5071b6b6f5de0da2f0f4a063119abca014006b7c40a2cfe291a1924e65db0d6d0fcfbf3bf3d5c')
  const TWICE_G1 =
    wide('0572cbea904d67468808c8eb50a9450c9721db309128012543902d0ac358a62ae28f75bb8f1c7c42c39a8c5529bf0f4e') +
    wide('166a9d8cabc673a322fda673779d8e3822ba3ecb8670e461f73bb9021d5fd76a4c56d9d4cd16bd1bba86881979749d28')

  it('adds', () => {
    expect(run(0x0bn, G1, G1)).toBe(TWICE_G1)
    expect(run(0x0bn, G1, MINUS_G1)).toBe(INFINITY1)
    expect(run(0x0bn, INFINITY1, G1)).toBe(G1)
    expect(run(0x0dn, G2, MINUS_G2)).toBe(INFINITY2)
    expect(run(0x0dn, INFINITY2, G2)).toBe(G2)
  })

  it('adds points outside the subgroup, and does nothing else with them', () => {
    expect(run(0x0bn, OUTSIDE1, OUTSIDE1)).toBe(field(0n) + field(P - 2n))
    expect(run(0x0dn, OUTSIDE2, INFINITY2)).toBe(OUTSIDE2)
    expect(run(0x0cn, OUTSIDE1, word(1))).toBeUndefined()
    expect(run(0x0cn, G1, word(1), OUTSIDE1, word(0))).toBeUndefined()
    expect(run(0x0en, OUTSIDE2, word(1))).toBeUndefined()
    expect(run(0x0fn, OUTSIDE1, G2)).toBeUndefined()
    expect(run(0x0fn, G1, OUTSIDE2)).toBeUndefined()
    expect(run(0x0fn, INFINITY1, OUTSIDE2)).toBeUndefined()
  })

  it('sums multiples, with any word as a scalar', () => {
    expect(run(0x0cn, G1, word(2))).toBe(TWICE_G1)
    expect(run(0x0cn, G1, word(ORDER + 3n), MINUS_G1, word(1))).toBe(TWICE_G1)
    expect(run(0x0cn, `${G1}${word(1)}`.repeat(130), MINUS_G1, word(128))).toBe(TWICE_G1)
    expect(run(0x0cn, INFINITY1, word(5))).toBe(INFINITY1)
    expect(run(0x0en, G2, word(ORDER))).toBe(INFINITY2)
    expect(run(0x0en, G2, word(3), MINUS_G2, word(2))).toBe(G2)
  })

  it('checks pairings', () => {
    expect(run(0x0fn, G1, G2)).toBe(FALSE)
    expect(run(0x0fn, INFINITY1, G2)).toBe(TRUE)
    expect(run(0x0fn, G1, G2, MINUS_G1, G2)).toBe(TRUE)
    expect(run(0x0fn, TWICE_G1, MINUS_G2, G1, G2, G1, G2)).toBe(TRUE)
  })

  // RFC 9380, J.9.2 and J.10.2, the empty message: u[0] → P.
  it('maps field elements to points', () => {
    expect(
      run(
        0x10n,
        wide('156c8a6a2c184569d69a76be144b5cdc5141d2d2ca4fe341f011e25e3969c55ad9e9b9ce2eb833c81a908e5fa4ac5f03'),
      ),
    ).toBe(
      wide('184bb665c37ff561a89ec2122dd343f20e0f4cbcaec84e3c3052ea81d1834e192c426074b02ed3dca4e7676ce4ce48ba') +
        wide('04407b8d35af4dacc809927071fc0405218f1401a6d15af775810e4e460064bcc9468beeba82fdc751be70476c888bf3'),
    )
    expect(
      run(
        0x11n,
        wide('07355d25caf6e7f2f0cb2812ca0e513bd026ed09dda65b177500fa31714e09ea0ded3a078b526bed3307f804d4b93b04'),
        wide('02829ce3c021339ccb5caf3e187f6370e1e2a311dec9b75363117063ab2015603ff52c3d3b98f19c2f65575e99e8b78c'),
      ),
    ).toBe(
      wide('00e7f4568a82b4b7dc1f14c6aaa055edf51502319c723c4dc2688c7fe5944c213f510328082396515734b6612c4e7bb7') +
        wide('126b855e9e69b1f691f816e48ac6977664d24d99f8724868a184186469ddfd4617367e94527d4b74fc86413483afb35b') +
        wide('0caead0fd7b6176c01436833c79d305c78be307da5f6af6c133c47311def6ff1e0babf57a0fb5539fce7ee12407b0a42') +
        wide('1498aadcf7ae2b345243e281ae076df6de84455d766ab6fcdaad71fab60abb2e8b980a440043cd305db09d283c895e3d'),
    )
  })

  it('fails for a coordinate outside the field, a byte above it, and a point off the curve', () => {
    expect(run(0x0bn, field(X + P), field(Y), G1)).toBeUndefined()
    expect(run(0x0bn, `01${G1.slice(2)}`, G1)).toBeUndefined()
    expect(run(0x0bn, G1, field(X), field(Y + 1n))).toBeUndefined()
    expect(run(0x0dn, G2, field(P), field(0n), field(0n), field(0n))).toBeUndefined()
    expect(run(0x10n, field(P))).toBeUndefined()
    expect(run(0x10n, field(P - 1n))).toBeDefined()
    expect(run(0x11n, field(0n), field(P))).toBeUndefined()
  })

  it.each([
    [0x0bn, 256],
    [0x0cn, 160],
    [0x0dn, 512],
    [0x0en, 288],
    [0x0fn, 384],
    [0x10n, 64],
    [0x11n, 128],
  ])('precompile %i fails for no bytes, and for one less or more than %i', (address, bytes) => {
    expect(run(address, '00'.repeat(bytes))).toBeDefined()
    for (const length of [0, bytes - 1, bytes + 1]) expect(run(address, '00'.repeat(length))).toBeUndefined()
  })
})

describe('point evaluation', () => {
  const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n
  const OUTPUT = word(4096) + word(ORDER)
  // Compressed; the second is the ceremony's `g1_monomial[1]`: the commitment to the polynomial x.
  const G1 = '97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb'
  const TAU_G1 = 'ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81'
  const INFINITY = `c0${'00'.repeat(47)}`
  const versioned = (commitment: string) => `01${bytesToHex(sha256(hexToBytes(`0x${commitment}`))).slice(4)}`
  const evaluate = (commitment: string, z: bigint, y: bigint, proof: string) =>
    run(0x0an, versioned(commitment), word(z), word(y), commitment, proof)

  it('knows the constant polynomials 0 and 1', () => {
    expect(versioned(INFINITY)).toBe('010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014')
    expect(evaluate(INFINITY, 7n, 0n, INFINITY)).toBe(OUTPUT)
    expect(evaluate(INFINITY, 7n, 1n, INFINITY)).toBeUndefined()
    expect(evaluate(G1, ORDER - 1n, 1n, INFINITY)).toBe(OUTPUT)
    expect(evaluate(G1, ORDER - 1n, 2n, INFINITY)).toBeUndefined()
  })

  // (x − z) / (x − z) is 1, whose commitment is the generator.
  it('knows the polynomial x', () => {
    expect(evaluate(TAU_G1, 0n, 0n, G1)).toBe(OUTPUT)
    expect(evaluate(TAU_G1, 1234567n, 1234567n, G1)).toBe(OUTPUT)
    expect(evaluate(TAU_G1, 1234567n, 1234568n, G1)).toBeUndefined()
    expect(evaluate(TAU_G1, 1234567n, 1234567n, TAU_G1)).toBeUndefined()
  })

  it('fails for numbers outside the field', () => {
    expect(evaluate(INFINITY, ORDER - 1n, 0n, INFINITY)).toBe(OUTPUT)
    expect(evaluate(INFINITY, ORDER, 0n, INFINITY)).toBeUndefined()
    expect(evaluate(INFINITY, 0n, ORDER, INFINITY)).toBeUndefined()
  })

  it('fails for another hash, version or length', () => {
    const rest = [word(7), word(0), INFINITY, INFINITY]
    const hash = versioned(INFINITY)
    expect(run(0x0an, hash, ...rest)).toBe(OUTPUT)
    expect(run(0x0an, `02${hash.slice(2)}`, ...rest)).toBeUndefined()
    expect(run(0x0an, `${hash.slice(0, -2)}15`, ...rest)).toBeUndefined()
    expect(run(0x0an, hash, ...rest, '00')).toBeUndefined()
    expect(run(0x0an)).toBeUndefined()
  })

  it.each([
    ['without the flag of compression', `17${G1.slice(2)}`],
    ['infinity that is not all zero', `c0${'00'.repeat(46)}01`],
    [
      'an x outside the field',
      `9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab`,
    ],
    ['an x of no point', `80${'00'.repeat(46)}01`],
    ['a point of order 3', `80${'00'.repeat(47)}`],
  ])('fails for a commitment or proof %s', (_, point) => {
    expect(evaluate(point, 0n, 0n, INFINITY)).toBeUndefined()
    expect(evaluate(INFINITY, 0n, 0n, point)).toBeUndefined()
  })
})

describe('p256Verify', () => {
  // RFC 6979, A.2.5: SHA-256 of `sample`.
  const HASH = 'af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf'
  const R = 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716'
  const S = 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8'
  const KEY_X = '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6'
  const KEY_Y = '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299'
  const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn

  it('accepts both forms of a signature', () => {
    expect(run(0x100n, HASH, R, S, KEY_X, KEY_Y)).toBe(TRUE)
    expect(run(0x100n, HASH, R, word(N - BigInt(`0x${S}`)), KEY_X, KEY_Y)).toBe(TRUE)
  })

  it.each([
    ['another hash', word(1), R, S, KEY_X, KEY_Y],
    ['r and s exchanged', HASH, S, R, KEY_X, KEY_Y],
    ['r 0', HASH, word(0), S, KEY_X, KEY_Y],
    ['s 0', HASH, R, word(0), KEY_X, KEY_Y],
    ['r the order', HASH, word(N), S, KEY_X, KEY_Y],
    ['s the order', HASH, R, word(N), KEY_X, KEY_Y],
    ['a key off the curve', HASH, R, S, KEY_Y, KEY_X],
    ['a key at infinity', HASH, R, S, word(0), word(0)],
    ['a key outside the field', HASH, R, S, word(P), KEY_Y],
    ['a byte more', HASH, R, S, KEY_X, `${KEY_Y}00`],
    ['a byte less', HASH, R, S, KEY_X, KEY_Y.slice(2)],
  ])('has no output for %s', (_, ...parts) => {
    expect(run(0x100n, ...parts)).toBe('')
  })

  it('has no output when the nonce point is infinity', () => {
    // Key G, s = 1, r = −hash: hash · G − hash · G.
    const x = '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'
    const y = '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'
    expect(run(0x100n, word(5), word(N - 5n), word(1), x, y)).toBe('')
  })
})
