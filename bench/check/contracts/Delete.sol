// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2026-5: deleting one byte clears a word, of which 31 bytes belong to the next object.
contract Delete {
    bytes8 eight = "abcdefgh";
    uint256 two = 2;

    function run() external view returns (uint256) {
        bytes memory text = abi.encodePacked(eight);
        uint256[1] memory next = [type(uint256).max - two];
        delete text[7];
        return next[0];
    }
}
