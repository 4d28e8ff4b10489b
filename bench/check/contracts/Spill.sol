// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2026-4: `wide` and `leaf` have more variables than the stack can reach and keep some in memory. That `even` leads to
/// `leaf` is forgotten, since `odd` was looked at first: both get the same words.
contract Spill {
    uint256[20] slots;

    constructor() {
        for (uint256 i; i < 20; ++i) slots[i] = i + 1;
    }

    function run() external view returns (uint256) {
        return odd(3) ^ wide(slots[1]) ^ wide(slots[3]);
    }

    function odd(uint256 n) internal view returns (uint256) {
        if (n == 0) return leaf(n);
        return even(n - 1) + leaf(n);
    }

    function even(uint256 n) internal view returns (uint256) {
        if (n == 0) return 1;
        return odd(n - 1) * 3;
    }

    function wide(uint256 n) internal view returns (uint256 r) {
        (uint256 a, uint256 b, uint256 c, uint256 d) = (slots[0], slots[1], slots[2], slots[3]);
        (uint256 e, uint256 f, uint256 g, uint256 h) = (slots[4], slots[5], slots[6], slots[7]);
        (uint256 i, uint256 j, uint256 k, uint256 l) = (slots[8], slots[9], slots[10], slots[11]);
        (uint256 m, uint256 o, uint256 p, uint256 q) = (slots[12], slots[13], slots[14], slots[15]);
        (uint256 s, uint256 t, uint256 u, uint256 v) = (slots[16], slots[17], slots[18], slots[19]);
        r = even(n);
        unchecked {
            r = ((((r ^ a) * 3 ^ b) * 3 ^ c) * 3 ^ d) * 3;
            r = ((((r ^ e) * 3 ^ f) * 3 ^ g) * 3 ^ h) * 3;
            r = ((((r ^ i) * 3 ^ j) * 3 ^ k) * 3 ^ l) * 3;
            r = ((((r ^ m) * 3 ^ o) * 3 ^ p) * 3 ^ q) * 3;
            r = ((((r ^ s) * 3 ^ t) * 3 ^ u) * 3 ^ v) * 3;
            r ^= ((((a * v + b) * u + c) * t + d) * s + e) * q;
        }
    }

    function leaf(uint256 n) internal view returns (uint256 r) {
        (uint256 a, uint256 b, uint256 c, uint256 d) = (slots[19] + n, slots[18], slots[17], slots[16]);
        (uint256 e, uint256 f, uint256 g, uint256 h) = (slots[15], slots[14], slots[13], slots[12]);
        (uint256 i, uint256 j, uint256 k, uint256 l) = (slots[11], slots[10], slots[9], slots[8]);
        (uint256 m, uint256 o, uint256 p, uint256 q) = (slots[7], slots[6], slots[5], slots[4]);
        (uint256 s, uint256 t, uint256 u, uint256 v) = (slots[3], slots[2], slots[1], slots[0]);
        unchecked {
            r = ((((r ^ a) * 5 ^ b) * 5 ^ c) * 5 ^ d) * 5;
            r = ((((r ^ e) * 5 ^ f) * 5 ^ g) * 5 ^ h) * 5;
            r = ((((r ^ i) * 5 ^ j) * 5 ^ k) * 5 ^ l) * 5;
            r = ((((r ^ m) * 5 ^ o) * 5 ^ p) * 5 ^ q) * 5;
            r = ((((r ^ s) * 5 ^ t) * 5 ^ u) * 5 ^ v) * 5;
            r ^= ((((a * v + b) * u + c) * t + d) * s + e) * q;
        }
    }
}
