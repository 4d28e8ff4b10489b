// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Words {
    function run() external pure returns (uint256) {
        uint256[2] memory pair;
        pair[1] = 7;
        return pair[0] + pair[1];
    }
}
