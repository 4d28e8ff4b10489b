// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Mints of OpenZeppelin's ERC-20, each a call of its own and to an account that had nothing: a fresh slot every time.
contract Mints is ERC20 {
    constructor() ERC20("Benchmark", "BENCH") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function run(uint256 times) external returns (uint256) {
        for (uint256 i = 0; i < times; i++) {
            this.mint(address(uint160(0x10000 + i)), i + 1);
        }
        return totalSupply();
    }
}
