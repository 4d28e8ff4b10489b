// SPDX-License-Identifier: MIT
pragma solidity >=0.6.0;

/// SOL-2020-3: 32 times the length is no number any more: an array of 2^251 + 1 elements in two words.
contract TooLarge {
    uint256 length = 2**251 + 1;

    function run() external view returns (uint256) {
        uint256[] memory list = new uint256[](length);
        uint256[] memory next = new uint256[](1);
        next[0] = 5;
        list[1] = 7;
        return next[0];
    }
}
