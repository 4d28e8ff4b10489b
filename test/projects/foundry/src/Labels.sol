// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

library Labels {
    function decorated(string memory name) internal pure returns (string memory) {
        return string.concat("<", name, ">");
    }
}
