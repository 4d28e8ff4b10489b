// SPDX-License-Identifier: Unlicense
pragma solidity ^0.8.15;

import "solidity-bytes-utils/contracts/BytesLib.sol";

contract BytesDriver {
    using BytesLib for bytes;
    bytes kept;

    function run0Concat() external pure returns (bytes memory) {
        bytes memory head = "a head of some length";
        bytes memory tail = hex"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233";
        bytes memory both = head.concat(tail);
        bytes memory again = both.concat(head);
        return again.concat("");
    }

    function run1Slices() external pure returns (uint256) {
        bytes memory all = abi.encodePacked(uint256(1), address(0x1234), uint8(9), uint16(10), uint32(11), "rest of it");
        bytes memory none = all.slice(3, 0);
        bytes memory word = all.slice(0, 32);
        bytes memory long = all.slice(5, 55);
        bool same = word.equal(all.slice(0, 32));
        return all.toUint256(0) + none.length + long.length + all.toUint16(53) + uint160(all.toAddress(32)) + (same ? 1 : 0);
    }

    function run2Storage() external returns (bool) {
        kept = "short";
        bytes memory more = " and something that makes it longer than a word";
        BytesLib.concatStorage(kept, more);
        bytes memory whole = kept;
        return kept.equalStorage(whole);
    }
}
